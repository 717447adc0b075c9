//! The operating system: memory, sockets, children, events; the parts that another system would replace.
