//! How it ends.

use std::io::{Read, Write};
use std::net::TcpStream;

use loopback_server::Server;

#[test]
fn dropping_it_ends_every_conversation() {
    let server = Server::start().unwrap();
    let mut clients: Vec<TcpStream> = Vec::new();
    for path in ["/stall", "/gate/never", "/delay/1000", "/endless"] {
        let mut socket = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        write!(socket, "GET {path} HTTP/1.1\r\n\r\n").unwrap();
        server.wait_until_seen(&format!("GET {path}"), 1);
        clients.push(socket);
    }
    let idle = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    let port = server.port();
    drop(server);
    for mut client in clients.into_iter().chain([idle]) {
        // With an end or an error, but it ends.
        let _ = client.read_to_end(&mut Vec::new());
    }
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}
