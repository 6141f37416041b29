#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""tls-ladder-cli while packets still come: pipes, FIFOs, files that grow, a program that captures, Ctrl+C.

usage: cli_live_test.py CLI SAMPLES
"""
import json
import os
import resource
import select
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time
import unittest

CLI, SAMPLES = sys.argv[1:3]
TLS12 = os.path.join(SAMPLES, 'tls12-ecdhe.pcap')
TLS13 = os.path.join(SAMPLES, 'tls13-client-certificate.pcap')
KEY_LOG = TLS13 + '.keylog.txt'
PATIENCE = 30

# A program that captures, for tests: what it does is in the file beside it.
HELPER = '''#!/usr/bin/env python3
import os, sys, time
control = next((int(a.split('=')[1]) for a in sys.argv if a.startswith('--control-fd=')), None)
def say(line):
    os.write(control, (line + '\\n').encode())
with open(sys.argv[0] + '.arguments', 'w') as file:
    file.write('\\n'.join(sys.argv[1:]))
exec(open(sys.argv[0] + '.deeds').read())
'''


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def cuts_of(data):
    """Where the header and each packet of a pcap file end."""
    at, ends = 24, [24]
    while at < len(data):
        at += 16 + struct.unpack_from('<I', data, at + 8)[0]
        ends.append(at)
    return ends


def start(*arguments, **options):
    return subprocess.Popen([CLI, '--format=json', *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env={**os.environ, 'LC_ALL': 'C.UTF-8', **options.pop('environment', {})}, **options)


def fill_the_disk():
    """No file of this process can become larger than that."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))


def line_of(program):
    """The next line it prints, as soon as it does."""
    line = b''
    while not line.endswith(b'\n'):
        ready, _, _ = select.select([program.stdout], [], [], PATIENCE)
        part = os.read(program.stdout.fileno(), 1 << 16) if ready else b''
        if not part:
            raise AssertionError(f'nothing more was printed after {line!r}')
        line += part
    return json.loads(line)


def whole(path, *arguments):
    done = subprocess.run([CLI, '--format=json', *arguments, path], capture_output=True, timeout=60, check=True)
    return done.stdout


class Live(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def end(self, program, status=0):
        out, err = program.communicate(timeout=PATIENCE)
        self.assertEqual(program.returncode, status, err.decode())
        return out, err.decode()

    def helper(self, deeds):
        path = self.path('helper')
        for name, text in ((path, HELPER), (path + '.deeds', deeds)):
            with open(name, 'w', encoding='utf-8') as file:
                file.write(text)
        os.chmod(path, 0o755)
        return {'TLS_LADDER_CAPTURE': path}


class Pipes(Live):
    def test_a_pipe_in_small_parts_reads_as_the_file_does(self):
        data = read(TLS12)
        for size in (1, 7, 1000):
            program = start('-', stdin=subprocess.PIPE)
            for at in range(0, len(data), size):
                program.stdin.write(data[at:at + size])
                program.stdin.flush()
            self.assertEqual(self.end(program)[0], whole(TLS12))

    def test_a_part_of_a_packet_is_waited_for(self):
        data = read(TLS12)
        program = start('--each-handshake', '-', stdin=subprocess.PIPE)
        middle = cuts_of(data)[3] + 9
        program.stdin.write(data[:middle])
        program.stdin.flush()
        time.sleep(0.3)
        self.assertIsNone(program.poll())
        program.stdin.write(data[middle:])
        program.stdin.flush()
        self.assertEqual(line_of(program)['outcome'], 'established')
        self.assertEqual(self.end(program), (b'', ''))

    def test_an_interrupt_in_the_middle_of_a_packet_is_a_good_end(self):
        data = read(TLS12)
        program = start('-', stdin=subprocess.PIPE)
        program.stdin.write(data[:cuts_of(data)[-2] + 5])
        program.stdin.flush()
        time.sleep(0.3)
        program.send_signal(signal.SIGINT)
        program.wait(PATIENCE)
        out, err = self.end(program)
        self.assertEqual(len(out.splitlines()), 1)
        self.assertEqual(err, '')

    def test_an_interrupt_that_comes_twice_at_once_is_one(self):
        program = start('-', stdin=subprocess.PIPE)
        program.stdin.write(read(TLS12))
        program.stdin.flush()
        time.sleep(0.3)
        while program.poll() is None:
            program.send_signal(signal.SIGINT)
        self.assertEqual(self.end(program)[0], whole(TLS12))

    def test_a_fifo_may_be_opened_before_anybody_writes(self):
        fifo = self.path('fifo')
        os.mkfifo(fifo)
        program = start(fifo)
        time.sleep(0.2)
        with open(fifo, 'wb') as file:
            file.write(read(TLS12))
        self.assertEqual(self.end(program)[0], whole(TLS12))

    def test_a_fifo_to_which_nobody_writes_can_be_left(self):
        fifo = self.path('fifo')
        os.mkfifo(fifo)
        program = start(fifo)
        time.sleep(0.3)
        program.send_signal(signal.SIGINT)
        self.assertEqual(self.end(program)[0], b'')


class Growing(Live):
    def test_a_file_is_read_as_it_grows(self):
        data, grown = read(TLS12), self.path('grown.pcap')
        cuts = cuts_of(data)
        with open(grown, 'wb') as file:
            file.write(data[:10])
        program = start('--follow', '--each-handshake', grown)
        with open(grown, 'ab', buffering=0) as file:
            for begin, end in zip([10, *(cut + 3 for cut in cuts[:-1])], [*(cut + 3 for cut in cuts[:-1]), cuts[-1]]):
                file.write(data[begin:end])
                time.sleep(0.02)
            self.assertEqual(line_of(program)['outcome'], 'established')
        self.assertIsNone(program.poll())
        program.send_signal(signal.SIGINT)
        self.assertEqual(self.end(program), (b'', ''))

    def test_a_file_that_was_begun_anew_says_so(self):
        grown = self.path('grown.pcap')
        with open(grown, 'wb') as file:
            file.write(read(TLS12))
        program = start('--follow', '--each-handshake', grown)
        line_of(program)
        os.truncate(grown, 30)
        self.assertIn('has become shorter', self.end(program, 1)[1])

    def test_a_file_that_is_gone_has_ended(self):
        grown = self.path('grown.pcap')
        with open(grown, 'wb') as file:
            file.write(read(TLS12))
        program = start('--follow', grown)
        time.sleep(0.2)
        os.unlink(grown)
        self.assertEqual(self.end(program)[0], whole(TLS12))

    def test_secrets_may_come_after_what_they_seal(self):
        """A key log that is written when the records are already there opens them all the same."""
        data, fifo, key_log = read(TLS13), self.path('fifo'), self.path('keys.txt')
        os.mkfifo(fifo)
        program = start('--keylog', key_log, fifo)
        with open(fifo, 'wb', buffering=0) as file:
            file.write(data)
            with open(key_log, 'wb') as keys:
                keys.write(read(KEY_LOG))
            # The pipe stays open for a while, as one does while its connections go on.
            time.sleep(0.5)
        printed = json.loads(self.end(program)[0])
        self.assertTrue(any(step['decrypted'] for step in printed['steps']))


class Capturing(Live):
    def capture(self, deeds, *arguments):
        return start('-i', 'lo', *arguments, environment=self.helper(deeds))

    def test_what_the_helper_writes_is_shown_as_it_comes(self):
        program = self.capture(f'''
import signal
def stop(*_):
    say('counts received=20 dropped=3 interface_dropped=1 written=17')
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
os.write(1, open({TLS12!r}, 'rb').read())
time.sleep({PATIENCE})
''', '--each-handshake')
        self.assertEqual(line_of(program)['outcome'], 'established')
        program.send_signal(signal.SIGINT)
        self.assertRegex(self.end(program)[1], r'\d+ packets captured, 4 lost')

    def test_it_is_told_what_to_capture(self):
        program = self.capture('', '--filter=tcp port 443', '--snaplen=200', '--promiscuous')
        self.end(program, 1)
        self.assertEqual(read(self.path('helper.arguments')).decode().split('\n'),
                         ['--control-fd=3', '--snaplen=200', '--promiscuous', '--filter=tcp port 443', '--', 'lo'])

    def test_what_it_says_went_wrong_is_what_is_said(self):
        for code in ('no-permission', 'no-such-interface', 'bad-filter', 'interface-down', 'failed'):
            program = self.capture(f'say("error {code} The \\x1b[31m reason."); sys.exit(1)')
            err = self.end(program, 1)[1]
            self.assertIn('reason.', err)
            self.assertNotIn('\x1b', err)

    def test_an_end_that_nobody_asked_for_is_no_good_end(self):
        program = self.capture(f"os.write(1, open({TLS12!r}, 'rb').read()[:-3]); sys.exit(1)")
        out, err = self.end(program, 1)
        self.assertEqual(len(out.splitlines()), 1)
        self.assertIn('ended unexpectedly', err)

    def test_what_it_captured_until_it_was_stopped_counts(self):
        program = self.capture(f'''
import signal
data = open({TLS12!r}, 'rb').read()
def stop(*_):
    os.write(1, data[30:])
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
os.write(1, data[:30])
time.sleep({PATIENCE})
''')
        time.sleep(0.5)
        program.send_signal(signal.SIGINT)
        self.assertEqual(self.end(program)[0], whole(TLS12))

    def test_it_stops_after_a_handshake(self):
        program = self.capture(f"os.write(1, open({TLS12!r}, 'rb').read()); time.sleep({PATIENCE})", '--handshakes=1')
        self.assertEqual(len(self.end(program)[0].splitlines()), 1)

    def test_the_packets_are_kept(self):
        kept = self.path('kept.pcapng')
        program = self.capture(f"os.write(1, open({TLS12!r}, 'rb').read()); time.sleep({PATIENCE})", '--write', kept,
                               '--handshakes=1')
        self.end(program)
        self.assertEqual(stat.S_ISREG(os.stat(kept).st_mode), True)
        self.assertEqual(whole(kept), whole(TLS12))

    def test_a_disk_that_is_full_is_said_and_what_was_written_is_whole(self):
        kept = self.path('kept.pcapng')
        program = start('--write', kept, '--handshakes=1', '-', stdin=subprocess.PIPE, preexec_fn=fill_the_disk)
        program.stdin.write(read(TLS12))
        program.stdin.close()
        program.stdin = None
        out, err = self.end(program, 1)
        self.assertEqual(len(out.splitlines()), 1)
        self.assertIn('could not be written to its end', err)
        self.assertEqual(subprocess.run([CLI, kept], capture_output=True, check=False).returncode, 0)

    def test_nobody_gives_the_name_of_an_option_for_an_interface(self):
        done = subprocess.run([CLI, '-i', '--help-me'], capture_output=True, check=False)
        self.assertNotEqual(done.returncode, 0)
        done = subprocess.run([CLI, '--interface=-w/x'], capture_output=True, check=False)
        self.assertEqual(done.returncode, 1)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=1)
