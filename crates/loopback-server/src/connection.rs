//! One client, from its first request to the end of the connection.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::answer::After;
use crate::request::Request;
use crate::routes;
use crate::shared::Shared;
use crate::stream::Stream;

/// Answers requests until the client goes or the server is to end.
pub(crate) fn serve(stream: Stream, shared: &Shared) {
    let mut stream = BufReader::new(stream);
    // Of a client that has gone or talks nonsense there is nothing to be told.
    let after = converse(&mut stream, shared).unwrap_or(After::Closes);
    if after == After::Resets {
        // Without a farewell, which the client would take for the end of the answer.
        return;
    }
    stream.get_mut().close();
}

fn converse(stream: &mut BufReader<Stream>, shared: &Shared) -> io::Result<After> {
    while let Some(request) = Request::read(stream)? {
        shared.begun(&request.method, &request.target);
        let answered = answer(&request, stream, shared);
        let has_left = !matches!(answered, Ok(After::Stays | After::Closes | After::Resets));
        shared.ended(&request.target, has_left);
        let after = answered?;
        if after != After::Stays || request.header("connection") == Some("close") {
            return Ok(after);
        }
    }
    Ok(After::Closes)
}

fn answer(request: &Request, stream: &mut BufReader<Stream>, shared: &Shared) -> io::Result<After> {
    if !shared.delay.is_zero() {
        shared.pause(shared.delay);
    }
    // In few and large pieces, as good servers do; what stalls has sent what it had before.
    let mut to = BufWriter::new(stream.get_mut());
    let after = routes::answer(request, shared, &mut to)?;
    to.flush()?;
    let to = to.into_inner().map_err(io::IntoInnerError::into_error)?;
    match after {
        After::Stays | After::Closes => {}
        After::Resets => reset(to.socket())?,
        After::Stalls => {
            // Ends when the client goes, with an error or without.
            let _ = stream.read(&mut [0; 64]);
        }
    }
    Ok(after)
}

/// Makes the end of the connection an error for the client, instead of the usual farewell.
fn reset(socket: &TcpStream) -> io::Result<()> {
    rustix::net::sockopt::set_socket_linger(socket, Some(Duration::ZERO))?;
    Ok(())
}
