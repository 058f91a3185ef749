//! The terminal interface: state -> update -> draw; effects run elsewhere.
