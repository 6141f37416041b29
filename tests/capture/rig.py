# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""What the tests of the capture helper share: a network of their own, the helper at work, and what it wrote.

Nothing here touches the network of the machine. A test program starts itself again in a user and a network namespace, which takes no
privilege. Where that is not possible it fails and says so: no test is left out in silence.
"""
import os
import re
import signal
import struct
import subprocess
import sys
import threading
import time

WAIT = 30  # seconds until something that has to happen counts as not happening
MARK = 'TL_IN_NAMESPACE'
COUNTS = re.compile(r'counts received=(\d+) dropped=(\d+) interface_dropped=(\d+) written=(\d+)$')


def enter_namespaces(*ways):
    """Goes on in namespaces where this process is the superuser, or is what @ways make of it, with "lo" up; returns how they were made."""
    if MARK in os.environ:
        subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)
        return os.environ[MARK]
    faults = []
    # With the second, root gets on where user namespaces are forbidden.
    for flags in ways or os.environ.get('TL_NAMESPACES', '-Urn -n').split():
        unshare = ['unshare', *flags.split()]
        done = subprocess.run([*unshare, 'ip', 'link', 'set', 'lo', 'up'], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            os.execvpe('unshare', [*unshare, sys.executable, *sys.argv], {**os.environ, MARK: flags})
        faults.append(f'unshare {flags}: {done.stderr.strip()}')
    print('NOT POSSIBLE HERE: these tests need a network namespace of their own.', *faults, sep='\n')
    sys.exit(1)


def wait_for(what, happened):
    """Waits until @happened() is true, and returns that."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        result = happened()
        if result:
            return result
        time.sleep(0.005)
    raise AssertionError(f'waited in vain for {what}')


def detour(library, way):
    """The environment in which a program takes it: see detour.c."""
    return {**os.environ, 'LD_PRELOAD': library, 'TL_DETOUR': way, 'ASAN_OPTIONS': 'verify_asan_link_order=0'}


def status_of(pid):
    with open(f'/proc/{pid}/status', encoding='ascii') as file:
        return dict(line.rstrip('\n').split(':\t', 1) for line in file if ':\t' in line)


def ip(*arguments):
    subprocess.run(['ip', *arguments], check=True)


class Pcap:
    """The packets in a pcap stream, as far as they are complete."""
    def __init__(self, data):
        self.magic, _, _, _, _, self.snaplen, self.link_type = struct.unpack_from('<IHHiIII', data, 0)
        self.packets, at = [], 24
        while at + 16 <= len(data):
            seconds, fraction, captured, length = struct.unpack_from('<IIII', data, at)
            if at + 16 + captured > len(data):
                break
            self.packets.append((seconds + fraction / 1e9, length, data[at + 16:at + 16 + captured]))
            at += 16 + captured
        self.rest = len(data) - at


class Collector(threading.Thread):
    """Reads a descriptor to its end. Can be held, as a reader that does not keep up."""
    def __init__(self, fd, held=False):
        super().__init__(daemon=True)
        self.fd, self.data, self.go = os.dup(fd), bytearray(), threading.Event()
        if not held:
            self.go.set()
        self.start()

    def run(self):
        self.go.wait()
        while block := os.read(self.fd, 1 << 16):
            self.data += block

    def bytes(self):
        self.join(WAIT)
        if self.is_alive():
            raise AssertionError('the helper has not closed its end')
        return bytes(self.data)

    def close(self):
        self.go.set()
        self.join(WAIT)
        os.close(self.fd)


class Capture:
    """The helper at work. To be used with "with"."""
    def __init__(self, program, *arguments, interface='lo', held=False, stdout=None, collect=True, more_fds=(), **more):
        reader, writer = os.pipe()
        with open('/dev/zero', 'rb') as stdin:
            self.process = subprocess.Popen([program, f'--control-fd={writer}', *arguments, interface], pass_fds=[writer, *more_fds],
                                            stdin=stdin, stdout=stdout or subprocess.PIPE, stderr=subprocess.PIPE, **more)
        os.close(writer)
        self.pid = self.process.pid
        self.said = self.out = None
        self.control = reader
        if not collect: # whoever asks for that reads the pipes, or closes them
            return
        self.said = Collector(reader)
        os.close(reader)
        self.out = Collector(self.process.stdout.fileno(), held) if stdout is None else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        for collector in (self.said, self.out):
            if collector:
                collector.close()
        for file in (self.process.stdout, self.process.stderr):
            if file:
                file.close()

    def lines(self):
        return bytes(self.said.data).decode('ascii').splitlines()

    def begun(self):
        """Waits until it captures: the header of the stream is there, or it has said its first counts."""
        wait_for('the first counts', lambda: any(COUNTS.match(line) for line in self.lines()))
        return self

    def counts(self):
        """The last that it has said."""
        return [tuple(int(number) for number in match.groups()) for match in map(COUNTS.match, self.lines()) if match][-1]

    def says(self, line):
        return wait_for(f'"{line}" among {self.lines()}', lambda: line in self.lines())

    def stop(self):
        """Asks it to end; returns its status, and its packets."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self):
        status = self.process.wait(WAIT)
        self.said.bytes()
        return status, Pcap(self.out.bytes()) if self.out and len(self.out.data) >= 24 else None


def send_datagrams(number, size=100, to=('127.0.0.1', 9), source=None):
    """Sends so many datagrams, numbered, from another process; each of them was taken by the kernel."""
    script = f'''
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
padding = b'.' * ({size} - 4)
for i in range({number}):
    while True:
        try:
            s.sendto(i.to_bytes(4, 'big') + padding, {to!r})
            break
        except ConnectionRefusedError:
            pass
'''
    command = [sys.executable, '-c', script]
    if source is not None:
        command = ['nsenter', '-t', str(source), '-n', *command]
    subprocess.run(command, check=True)


def numbers_of(pcap, header=14):
    """The numbers in the datagrams that send_datagrams() sent."""
    return [int.from_bytes(data[header + 28:header + 32], 'big') for _, _, data in pcap.packets]


class Veth:
    """A second network namespace, and a cable to it: "here" 10.9.0.1, "there" 10.9.0.2."""
    def __enter__(self):
        # The namespace lives as long as this program, which ends when its input does.
        self.other = subprocess.Popen(['unshare', '-n', 'sh', '-c', 'echo ready; exec cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.other.stdout.readline()
        ip('link', 'add', 'here', 'address', '02:00:00:00:00:01', 'type', 'veth', 'peer', 'name', 'there',
           'address', '02:00:00:00:00:02', 'netns', str(self.other.pid))
        ip('address', 'add', '10.9.0.1/24', 'dev', 'here')
        ip('link', 'set', 'here', 'up')
        for command in ('address add 10.9.0.2/24 dev there', 'link set there up', 'link set lo up',
                        'neighbour replace 10.9.0.1 lladdr 02:00:00:00:00:01 dev there nud permanent'):
            subprocess.run(['nsenter', '-t', str(self.other.pid), '-n', 'ip', *command.split()], check=True)
        return self

    def __exit__(self, *_):
        # A namespace takes its time to go, and its end of the cable with it.
        for name in ('here', 'elsewhere'):
            subprocess.run(['ip', 'link', 'delete', name], stderr=subprocess.DEVNULL, check=False)
        self.other.communicate()
