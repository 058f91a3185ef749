//! Runs the stages in order: source -> facts -> links -> index. Both edges call it; it prints nothing.
