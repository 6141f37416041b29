#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
#
# Counts the instructions (valgrind's callgrind) that hostile captures cost, at one size and at twice the size: the
# second may be at most 2.1 times the first. Usage: linear.py TLS-LADDER-CLI [SHAPE …]
import os
import random
import re
import struct
import subprocess
import sys
import tempfile

CLIENT, SERVER = bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2])
SYN, ACK, PSH, RST, FIN = 2, 16, 8, 4, 1
LIMIT = 2.1
NOISE = 200000  # instructions: hash tables with a seed, the allocator


def segment(side, sequence, payload=b"", flags=ACK | PSH, port=50000):
    ends = (CLIENT, SERVER, port, 443) if side == 0 else (SERVER, CLIENT, 443, port)
    tcp = struct.pack(">HHIIBBHHH", ends[2], ends[3], sequence & 0xFFFFFFFF, 1, 0x50, flags, 65535, 0, 0) + payload
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, ends[0], ends[1])
    return ip + tcp


def record(content_type, payload):
    return struct.pack(">BHH", content_type, 0x0303, len(payload)) + payload


def message(msg_type, body, length=None):
    return struct.pack(">B", msg_type) + (len(body) if length is None else length).to_bytes(3, "big") + body


def client_hello(extensions=b""):
    body = b"\x03\x03" + bytes(32) + b"\0" + b"\0\2\x13\1" + b"\1\0"
    return message(1, body + struct.pack(">H", len(extensions)) + extensions)


def server_hello():
    return message(2, b"\x03\x03" + bytes(32) + b"\0" + b"\xc0\x2f" + b"\0" + b"\0\0")


HELLOS = [segment(0, 0, flags=SYN), segment(1, 0, flags=SYN | ACK), segment(0, 1, record(22, client_hello())),
          segment(1, 1, record(22, server_hello()))]
CLIENT_NEXT = 1 + 5 + len(client_hello())
SERVER_NEXT = 1 + 5 + len(server_hello())


def sent(side, data, size=1400, start=None):
    start = start if start is not None else (CLIENT_NEXT, SERVER_NEXT)[side]
    return [segment(side, start + i, data[i:i + size]) for i in range(0, len(data), size)]


def many_records(content_type, payload, n):
    return HELLOS + sent(1, record(content_type, payload) * n)


def large_message(n, size):
    data = b"".join(record(22, part) for part in
                    (lambda whole: [whole[i:i + size] for i in range(0, len(whole), size)])(message(11, bytes(n), 0xFFFFFF)))
    return HELLOS + sent(1, data)


def ahead(order):
    return HELLOS + [segment(1, SERVER_NEXT + 1 + 10 * i, b"x" * 10) for i in order]


def shuffled(n):
    order = list(range(n))
    random.Random(1).shuffle(order)
    return order


def der(tag, *parts):
    body = b"".join(parts)
    head = bytes([len(body)]) if len(body) < 128 else b"\x83" + len(body).to_bytes(3, "big")
    return bytes([tag]) + head + body


def certificate_of_names(n):
    name = der(0x30, *[der(0x31, der(0x30, der(6, b"\x55\4\3"), der(12, b"a")))] * n)
    algorithm = der(0x30, der(6, b"\x2a\x86\x48\x86\xf7\x0d\1\1\x0b"), der(5))
    validity = der(0x30, der(23, b"250101000000Z"), der(23, b"260101000000Z"))
    key = der(0x30, algorithm, der(3, b"\0" + bytes(32)))
    inner = der(0x30, der(0xA0, der(2, b"\2")), der(2, b"\1"), algorithm, name, validity, name, key)
    whole = der(0x30, inner, algorithm, der(3, b"\0" + bytes(32)))
    entry = len(whole).to_bytes(3, "big") + whole
    body = message(11, len(entry).to_bytes(3, "big") + entry)
    return HELLOS + sent(1, b"".join(record(22, body[i:i + 16384]) for i in range(0, len(body), 16384)))


def large(msg_type, body):
    """A message of the server in as many records as it needs."""
    whole = message(msg_type, body)
    return HELLOS + sent(1, b"".join(record(22, whole[i:i + 16384]) for i in range(0, len(whole), 16384)))


def box(size, content):
    return len(content).to_bytes(size, "big") + content


NAME = der(0x30, der(0x31, der(0x30, der(6, b"\x55\4\3"), der(12, b"a"))))


def names_of_authorities(n):
    return large(13, box(1, b"\1") + box(2, b"\4\3") + box(2, box(2, NAME) * n))


def elements_without_length(n):
    return large(13, box(1, b"\1") + box(2, b"\4\3") + box(2, box(2, b"\x30\x80" * 8 + b"\x31\x80\0\0" * n)))


def ocsp(responses):
    data = der(0x30, der(0xA1, NAME), der(24, b"20260101000000Z"), der(0x30, responses))
    basic = der(0x30, data, der(0x30, der(6, b"\x2a\x86\x48\xce\x3d\4\3\2")), der(3, b"\0"))
    inside = der(0x30, der(6, b"\x2b\6\1\5\5\7\x30\1\1"), der(4, basic))
    return large(22, b"\1" + box(3, der(0x30, der(10, b"\0"), der(0xA0, inside))))


def ocsp_answers(n):
    identity = der(0x30, der(0x30, der(6, b"\x2b\x0e\3\2\x1a")), der(4, b"n"), der(4, b"k"), der(2, b"\1"))
    return ocsp(der(0x30, identity, der(0x80), der(24, b"20260101000000Z")) * n)


def fragment(identification, offset, data, more=True):
    return struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(data), identification & 0xFFFF, offset // 8 | 0x2000 * more, 64, 6, 0,
                       CLIENT, SERVER) + data


def fragments(order, size=8, each=2048):
    """Datagrams of @each bytes, of which the first is never there."""
    return HELLOS + [fragment(1 + i * size // (each - size), size + i * size % (each - size), b"x" * size) for i in order]


SHAPES = {
    "fragments": (lambda n: fragments(range(n)), 4000),
    "fragments reversed": (lambda n: fragments(reversed(range(n))), 4000),
    "fragments shuffled, of long datagrams": (lambda n: fragments(shuffled(n), 8, 60000), 4000),
    "fragments that overlap": (lambda n: HELLOS + [fragment(1, 8 + i % 2000 * 8, b"x" * 800) for i in range(n)], 4000),
    "fragments of many datagrams": (lambda n: HELLOS + [fragment(i, 8 + i // 65536 * 8, b"x" * 8) for i in range(n)], 10000),
    "bytes one by one": (lambda n: HELLOS + sent(1, record(22, message(11, bytes(16000)))[:n], 1), 4000),
    "segments ahead of a hole": (lambda n: ahead(range(n)), 4000),
    "segments reversed": (lambda n: ahead(reversed(range(n))), 4000),
    "segments shuffled": (lambda n: ahead(shuffled(n)), 4000),
    "a hole before each segment": (lambda n: ahead(range(0, 2 * n, 2)), 4000),
    "holes, reversed": (lambda n: ahead(reversed(range(0, 2 * n, 2))), 4000),
    "segments that overlap": (lambda n: HELLOS + [segment(1, SERVER_NEXT + i, b"x" * 1000) for i in range(n)], 4000),
    "segments that overlap ahead of a hole":
        (lambda n: HELLOS + [segment(1, SERVER_NEXT + 1 + i, b"x" * 1000) for i in range(n)], 4000),
    "one record for each byte": (lambda n: large_message(n, 1), 20000),
    "a message without end": (lambda n: large_message(n, 16384), 2000000),
    "empty records": (lambda n: many_records(23, b"", n), 50000),
    "empty handshake records": (lambda n: many_records(22, b"", n), 50000),
    "alerts": (lambda n: many_records(21, b"\1\0", n), 50000),
    "ChangeCipherSpec": (lambda n: many_records(20, b"\1", n), 50000),
    "hello requests": (lambda n: many_records(22, message(0, b""), n), 20000),
    "small application data": (lambda n: many_records(23, b"x", n), 50000),
    "application data in turns":
        (lambda n: HELLOS + [segment(i % 2, (CLIENT_NEXT, SERVER_NEXT)[i % 2] + i // 2 * 6, record(23, b"x"))
                             for i in range(n)], 10000),
    "extensions": (lambda n: [segment(0, 0, flags=SYN)]
                   + sent(0, record(22, client_hello(b"\xfe\xfe\0\0" * n)), start=1), 1500),
    "names in a certificate": (certificate_of_names, 200),
    "names in a certificate, too many": (certificate_of_names, 2000),
    "names of authorities": (names_of_authorities, 1000),
    "answers of OCSP": (ocsp_answers, 1000),
    "elements without a length": (elements_without_length, 4000),
    "connections": (lambda n: [packet for i in range(n) for packet in
                               (segment(0, 0, flags=SYN, port=1 + i), segment(0, 1, record(22, client_hello()), port=1 + i))],
                    4000),
    "one connection again and again": (lambda n: [packet for i in range(n) for packet in
                                                  (segment(0, 1000 * i, flags=SYN),
                                                   segment(0, 1000 * i + 1, record(22, client_hello())))], 4000),
    "a line without end": (lambda n: [segment(1, 0, flags=SYN | ACK)] + sent(1, b"220 " + b"x" * n, 100, 1), 200000),
    "lines": (lambda n: [segment(1, 0, flags=SYN | ACK)] + sent(1, b"220 x\r\n" * n, 100, 1), 20000),
    "empty lines, one by one": (lambda n: [segment(1, 0, flags=SYN | ACK)] + sent(1, b"220 x\r\n" + b"\n" * n, 1, 1), 4000),
    "a head without end": (lambda n: [segment(0, 0, flags=SYN)] + sent(0, b"CONNECT a:1 HTTP/1.1\r\n" + b"a: b\r\n" * n, 7, 1), 1000),
    "an element without end": (lambda n: [segment(0, 0, flags=SYN)] + sent(0, b"<stream:stream><a" + b"<a>" * n, 1, 1), 2000),
    "a name without end": (lambda n: [segment(0, 0, flags=SYN)] + sent(0, b"\4\1\1\xbb\1\2\3\4" + b"x" * n, 1, 1), 4000),
    "a length without end":
        (lambda n: [segment(0, 0, flags=SYN)] + sent(0, b"\x30\x82\x3f\xff\2\1\1\x77" + b"x" * n, 1, 1), 4000),
    "many openings": (lambda n: [packet for i in range(n) for packet in
                                 (segment(0, 0, flags=SYN, port=1 + i), segment(0, 1, b"\5\2\0\2", port=1 + i))], 4000),
    "beginnings of records":
        (lambda n: sent(1, b"\x17\3\3\x40\0" * n, 5, 1), 8000),
}


def write(path, packets):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 101))
        for i, packet in enumerate(packets):
            out.write(struct.pack("<IIII", 1700000000, i % 1000000, len(packet), len(packet)) + packet)


def cost(cli, arguments, packets, folder):
    path = os.path.join(folder, "shape.pcap")
    write(path, packets)
    run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", cli, *arguments, path],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if not found:
        sys.exit(run.stderr)
    return int(found[1])


def main():
    cli, chosen = sys.argv[1], sys.argv[2:] or list(SHAPES)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for arguments in (["--format=summary"], ["--format=json", "--fields"]):
            start = cost(cli, arguments, HELLOS, folder)
            for name in chosen:
                shape, n = SHAPES[name]
                one, two = (cost(cli, arguments, shape(size), folder) - start for size in (n, 2 * n))
                good = two <= LIMIT * one + NOISE
                failed += not good
                print(f"{'ok    ' if good else 'FAILED'} {two / max(one, 1):5.2f} {one / 1e6:9.1f} M  "
                      f"{arguments[0][9:]:8} {name}", flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
