"""What an agent under test starts as its tool server: copies between its standard streams and a socket.

It is run by its path and imports nothing of ours, so that it starts in milliseconds.
"""

import os
import socket
import sys
import threading


def _copy(receive: int, send: int) -> None:
    while chunk := os.read(receive, 65536):
        while chunk:
            chunk = chunk[os.write(send, chunk) :]


def _main() -> None:
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(sys.argv[1])

    def send() -> None:
        _copy(0, connection.fileno())
        connection.shutdown(socket.SHUT_WR)

    threading.Thread(target=send, daemon=True).start()
    _copy(connection.fileno(), 1)


_main()
