"""Pages to look at: plain values become one self-contained HTML file, with charts drawn here as SVG."""
