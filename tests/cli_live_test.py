#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""tls-ladder-cli while packets still come: pipes, FIFOs, files that grow, a program that captures, Ctrl+C.

usage: cli_live_test.py CLI SAMPLES
"""
import gzip
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
TWO = os.path.join(SAMPLES, 'tls12-ticket.pcap')
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


def packets_of(data):
    """Of a pcap file: seconds, microseconds, length, and the bytes."""
    at = 24
    while at < len(data):
        seconds, fraction, captured, length = struct.unpack_from('<IIII', data, at)
        yield seconds, fraction, length, data[at + 16:at + 16 + captured]
        at += 16 + captured


def as_pcap(data, order, nanoseconds):
    """The same packets in another kind of pcap, and where each part of it ends."""
    out = struct.pack(order + 'IHHiIII', 0xa1b23c4d if nanoseconds else 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1)
    ends = [len(out)]
    for seconds, fraction, length, packet in packets_of(data):
        out += struct.pack(order + 'IIII', seconds, fraction * 1000 if nanoseconds else fraction, len(packet), length) + packet
        ends.append(len(out))
    return out, ends


def as_pcapng(data, order, nanoseconds):
    """The same as pcapng."""
    def block(kind, body):
        body += b'\0' * (-len(body) % 4)
        return struct.pack(order + 'II', kind, len(body) + 12) + body + struct.pack(order + 'I', len(body) + 12)

    out = block(0x0a0d0d0a, struct.pack(order + 'IHHq', 0x1a2b3c4d, 1, 0, -1))
    ends = [len(out)]
    out += block(1, struct.pack(order + 'HHI', 1, 0, 262144)
                 + (struct.pack(order + 'HHB3xHH', 9, 1, 9, 0, 0) if nanoseconds else b''))
    for seconds, fraction, length, packet in packets_of(data):
        ends.append(len(out))
        time_of = seconds * 10**9 + fraction * 1000 if nanoseconds else seconds * 10**6 + fraction
        out += block(6, struct.pack(order + 'IIIII', 0, time_of >> 32, time_of & 0xffffffff, len(packet), length) + packet)
    return out, [*ends, len(out)]


def kinds_of_captures(data):
    for make in (as_pcap, as_pcapng):
        for order in '<>':
            for nanoseconds in (False, True):
                yield make(data, order, nanoseconds)


def start(*arguments, **options):
    return subprocess.Popen([CLI, '--format=json', *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env={**os.environ, 'LC_ALL': 'C.UTF-8', **options.pop('environment', {})}, **options)


def fill_the_disk():
    """No file of this process can become larger than that."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))


def lines_of(program, number):
    """The next lines it prints, as soon as it does."""
    lines = b''
    while lines.count(b'\n') < number or not lines.endswith(b'\n'):
        ready, _, _ = select.select([program.stdout], [], [], PATIENCE)
        part = os.read(program.stdout.fileno(), 1 << 16) if ready else b''
        if not part:
            raise AssertionError(f'nothing more was printed after {lines!r}')
        lines += part
    return [json.loads(line) for line in lines.splitlines()]


def line_of(program):
    line, = lines_of(program, 1)
    return line


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


    def test_whatever_is_not_there_yet_is_waited_for(self):
        """Cut within the header of the file, before and within that of a packet, and within its bytes, in every kind of capture."""
        expected = whole(TLS12)
        waiting = []
        for data, ends in kinds_of_captures(read(TLS12)):
            for cut in (1, 3, 4, 11, 17, ends[0] - 1, ends[0], ends[0] + 1, ends[3] + 3, ends[4] + 11, ends[5] + 17, ends[6] - 1, ends[7] + 40):
                program = start('-', stdin=subprocess.PIPE)
                program.stdin.write(data[:cut])
                program.stdin.flush()
                waiting.append((program, data, cut))
        time.sleep(1)
        for program, data, cut in waiting:
            self.assertIsNone(program.poll(), cut)
            out, err = program.communicate(data[cut:], timeout=PATIENCE)
            self.assertEqual((program.returncode, err, out), (0, b'', expected), (cut, data[:4]))

    def test_whatever_never_comes_is_said(self):
        for data, ends in kinds_of_captures(read(TLS12)):
            for cut in (3, ends[0] - 1, ends[7] + 3, ends[8] + 11, ends[-1] - 1):
                program = start('-', stdin=subprocess.PIPE)
                out, err = program.communicate(data[:cut], timeout=PATIENCE)
                self.assertEqual((program.returncode, len(out.splitlines())), (1, cut > ends[7]), (cut, data[:4], err))
                self.assertIn(b'is cut short', err)

    def test_whoever_reads_the_output_may_go_at_any_time(self):
        """As head does: it is noticed although nothing more is printed, and what was written is whole."""
        kept = self.path('kept.pcapng')
        program = start('--each-handshake', '--write', kept, '-', stdin=subprocess.PIPE)
        program.stdin.write(read(TLS12))
        program.stdin.flush()
        self.assertEqual(line_of(program)['outcome'], 'established')
        program.stdout.close()
        self.assertEqual(program.wait(PATIENCE), 1)
        self.assertEqual(program.stderr.read(), b'')
        self.assertEqual(len(whole(kept).splitlines()), 1)
        program.stdin.close()
        program.stderr.close()

    def test_a_second_interrupt_ends_what_does_not_end(self):
        """Nobody reads what is printed: the first waits for that, the second does not."""
        program = start('--fields', '--each-handshake', '-', stdin=subprocess.PIPE)
        os.set_blocking(program.stdin.fileno(), False)
        data = read(TLS12) + 50 * read(TWO)[24:]
        try:
            while data:
                data = data[os.write(program.stdin.fileno(), data):]
        except BlockingIOError:
            pass
        time.sleep(1)
        program.send_signal(signal.SIGINT)
        time.sleep(1)
        self.assertIsNone(program.poll())
        program.send_signal(signal.SIGINT)
        self.assertEqual(program.wait(PATIENCE), -signal.SIGINT)
        for pipe in (program.stdin, program.stdout, program.stderr):
            pipe.close()

    def test_it_ends_well_however_it_is_asked_to(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            kept = self.path('kept.pcapng')
            program = start('--write', kept, '-', stdin=subprocess.PIPE)
            program.stdin.write(read(TLS12)[:-5])
            program.stdin.flush()
            time.sleep(0.3)
            program.send_signal(number)
            program.wait(PATIENCE)
            out, err = self.end(program)
            self.assertEqual((len(out.splitlines()), err), (1, ''))
            self.assertEqual(whole(kept), out)

    def test_each_is_told_once(self):
        """Those that ended, those whose handshake has, and those that go on at the end of it all."""
        open_at_the_end = read(TLS12)[:cuts_of(read(TLS12))[8]]
        for arguments in ((), ('--each-handshake',)):
            program = start(*arguments, '-', stdin=subprocess.PIPE)
            program.stdin.write(open_at_the_end + read(TWO)[24:])
            program.stdin.flush()
            told = [conversation['conversation'] for conversation in lines_of(program, 2)]
            program.send_signal(signal.SIGINT)
            program.wait(PATIENCE)
            told += [json.loads(line)['conversation'] for line in self.end(program)[0].splitlines()]
            self.assertEqual(sorted(told), [1, 2, 3])


class Enough(Live):
    """--handshakes is as many as it says."""
    def test_of_a_file(self):
        for arguments in ((), ('--each-handshake',)):
            told = [json.loads(line) for line in whole(TWO, '-c', '1', *arguments).splitlines()]
            self.assertEqual([conversation['conversation'] for conversation in told], [1])
        self.assertEqual(len(whole(TWO, '-c', '2').splitlines()), 2)
        self.assertEqual(len(whole(TWO, '-c', '9').splitlines()), 2)

    def test_of_a_pipe_that_stays_open(self):
        for arguments in ((), ('--each-handshake',)):
            program = start('-c', '2', *arguments, '-', stdin=subprocess.PIPE)
            program.stdin.write(read(TLS12) + read(TWO)[24:])
            program.stdin.flush()
            program.wait(PATIENCE)
            self.assertEqual(len(self.end(program)[0].splitlines()), 2)


class Written(Live):
    """What --write must not write over."""
    def test_what_is_read(self):
        mine, keys = self.path('mine.pcap'), self.path('keys.txt')
        for source, path in ((TLS12, mine), (KEY_LOG, keys)):
            with open(path, 'wb') as file:
                file.write(read(source))
        os.link(mine, self.path('same'))
        for arguments in ((mine, mine), (self.path('same'), mine), (mine, '-'), (keys, '--keylog', keys, mine)):
            with open(mine, 'rb') as stdin:
                done = subprocess.run([CLI, '--write', *arguments], stdin=stdin, capture_output=True, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, b''), arguments)
            self.assertIn(b'give --write another file', done.stderr)
        self.assertEqual((read(mine), read(keys)), (read(TLS12), read(KEY_LOG)))

    def test_what_another_has_written_is_gone(self):
        kept = self.path('kept.pcapng')
        with open(kept, 'wb') as file:
            file.write(b'x' * 100000)
        self.assertEqual(whole(TLS12, '--write', kept), whole(kept))

    def test_nothing_that_is_printed_comes_into_it(self):
        kept = self.path('kept.pcapng')
        done = subprocess.run(['sh', '-c', f'exec "{CLI}" --format=json --write "{kept}" "{TLS12}" >&-'], capture_output=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b'Cannot write the output', done.stderr)
        self.assertEqual(whole(kept), whole(TLS12))


class Usage(Live):
    def test_what_makes_no_sense_is_refused(self):
        for arguments in (['-i', 'lo', '--follow'], ['-i', 'lo', TLS12], ['-i', ''], ['--filter=tcp', TLS12], ['--snaplen=100', '-'],
                          ['--promiscuous', TLS12], ['-i', 'lo', '--snaplen=63'], ['-i', 'lo', '--snaplen=262145'], ['-c', '-1', TLS12], ['-c', 'x', TLS12],
                          ['--follow'], ['--write=-', TLS12], ['-D', TLS12], ['-D', '-i', 'lo'], ['-D', '--format=xml'], [TLS12, TLS13]):
            done = subprocess.run([CLI, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, b''), arguments)
            self.assertIn(b'--help', done.stderr, arguments)

    def test_interfaces_are_listed(self):
        done = subprocess.run([CLI, '-D', '--format=json'], capture_output=True, timeout=PATIENCE, check=True)
        listed = {entry['interface']: entry for entry in map(json.loads, done.stdout.splitlines())}
        self.assertIn('lo', listed)
        self.assertEqual(set(listed['lo']), {'interface', 'title', 'addresses', 'connected'})
        text = subprocess.run([CLI, '-D'], capture_output=True, timeout=PATIENCE, check=True).stdout.decode()
        self.assertEqual([line.split()[0] for line in text.splitlines()], list(listed))


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

    def test_a_file_may_be_empty_at_first(self):
        grown = self.path('grown.pcap')
        with open(grown, 'wb', buffering=0) as file:
            program = start('--follow', '--each-handshake', grown)
            time.sleep(0.3)
            self.assertIsNone(program.poll())
            file.write(read(TLS12))
            self.assertEqual(line_of(program)['outcome'], 'established')
        program.send_signal(signal.SIGTERM)
        self.assertEqual(self.end(program), (b'', ''))

    def test_a_compressed_file_grows(self):
        data, grown = gzip.compress(read(TLS12)), self.path('grown.pcap.gz')
        with open(grown, 'wb', buffering=0) as file:
            file.write(data[:2])
            program = start('--follow', '--each-handshake', grown)
            for begin, end in ((2, 300), (300, len(data) - 3), (len(data) - 3, len(data))):
                time.sleep(0.1)
                self.assertIsNone(program.poll())
                file.write(data[begin:end])
            self.assertEqual(line_of(program)['outcome'], 'established')
            file.write(gzip.compress(read(TWO)[24:]))
            self.assertEqual([conversation['conversation'] for conversation in lines_of(program, 2)], [2, 3])
        program.send_signal(signal.SIGINT)
        self.assertEqual(self.end(program), (b'', ''))

    def test_standard_input_grows_where_it_is_a_file(self):
        grown = self.path('grown.pcap')
        with open(grown, 'wb', buffering=0) as file, open(grown, 'rb') as stdin:
            file.write(read(TLS12))
            program = start('--follow', '--each-handshake', '-', stdin=stdin)
            line_of(program)
            file.write(read(TWO)[24:])
            self.assertEqual([conversation['conversation'] for conversation in lines_of(program, 2)], [2, 3])
        program.send_signal(signal.SIGINT)
        self.assertEqual(self.end(program), (b'', ''))

    def test_a_fifo_that_is_followed_may_be_written_to_again(self):
        """And ends with its writer where it is not."""
        data, fifo = read(TLS12), self.path('fifo')
        os.mkfifo(fifo)
        program = start('--follow', '--each-handshake', fifo)
        for part in (data[:3000], data[3000:]):
            with open(fifo, 'wb', buffering=0) as file:
                file.write(part)
            time.sleep(0.3)
            self.assertIsNone(program.poll())
        self.assertEqual(line_of(program)['outcome'], 'established')
        program.send_signal(signal.SIGINT)
        self.assertEqual(self.end(program), (b'', ''))
        program = start('--follow', fifo)
        for _ in range(2):
            with open(fifo, 'wb', buffering=0) as file:
                file.write(data)
            time.sleep(0.3)
        out, err = self.end(program, 1)
        self.assertEqual(out, whole(TLS12))
        self.assertIn('Another capture was begun', err)
        program = start(fifo)
        with open(fifo, 'wb', buffering=0) as file:
            file.write(data[:3000])
        self.assertIn('is cut short', self.end(program, 1)[1])

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


    def test_a_key_log_reads_as_it_does_where_nothing_is_waited_for(self):
        """Without the end of its last line, and from a FIFO."""
        key_log = self.path('keys.txt')
        with open(key_log, 'wb') as file:
            file.write(read(KEY_LOG).rstrip(b'\n'))
        expected = whole(TLS13, '--keylog', key_log)
        done = subprocess.run(['bash', '-c', 'cat "$1" | "$0" --format=json --keylog "$2" -', CLI, TLS13, key_log], capture_output=True, check=True)
        self.assertEqual((done.stdout, done.stderr), (expected, b''))
        fifo = self.path('keys.fifo')
        os.mkfifo(fifo)
        program = start('--keylog', fifo, '-', stdin=subprocess.PIPE)
        with open(fifo, 'wb') as file: # as soon as it is read
            file.write(read(key_log))
        out, err = program.communicate(read(TLS13), timeout=PATIENCE)
        self.assertEqual((out, err), (expected, b''))

    def test_a_key_log_that_never_came_is_said(self):
        data, key_log = read(TLS13), self.path('keys.txt')
        program = start('--keylog', key_log, '-', stdin=subprocess.PIPE)
        out, err = program.communicate(data, timeout=PATIENCE)
        self.assertEqual((program.returncode, len(out.splitlines())), (0, 1))
        self.assertIn(b'There was no key log', err)
        with open(key_log, 'w', encoding='ascii') as file:
            file.write('no secret\n')
        program = start('--keylog', key_log, '-', stdin=subprocess.PIPE)
        self.assertIn(b'holds no secret', program.communicate(data, timeout=PATIENCE)[1])


class Capturing(Live):
    def capture(self, deeds, *arguments):
        return start('-i', 'lo', *arguments, environment=self.helper(deeds))

    def test_what_the_helper_writes_is_shown_as_it_comes(self):
        n = len(cuts_of(read(TLS12))) - 1
        program = self.capture(f'''
import signal
def stop(*_):
    say('counts received={n + 5} dropped=3 interface_dropped=1 written={n + 2}')
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
os.write(1, open({TLS12!r}, 'rb').read())
time.sleep({PATIENCE})
''', '--each-handshake')
        self.assertEqual(line_of(program)['outcome'], 'established')
        program.send_signal(signal.SIGINT)
        # Two of those that it has written did not come here.
        self.assertIn(f'{n} packets captured, 6 lost', self.end(program)[1])

    def test_it_is_told_what_to_capture(self):
        program = self.capture('', '--filter=tcp port 443', '--snaplen=200', '--promiscuous')
        self.end(program, 1)
        self.assertEqual(read(self.path('helper.arguments')).decode().split('\n'),
                         ['--control-fd=3', '--snaplen=200', '--promiscuous', '--filter=tcp port 443', '--', 'lo'])

    def test_what_it_says_went_wrong_is_what_is_said(self):
        for code, words in (('no-permission', 'cap_net_raw'), ('no-such-interface', 'There is no interface “lo”'), ('bad-filter', 'filter is not understood'),
                            ('interface-down', 'The interface “lo” is down'), ('failed', 'reason.'), ('something-else', 'reason.')):
            program = self.capture(f'say("error {code} Something: the \\x1b[31m reason."); sys.exit(1)')
            err = self.end(program, 1)[1]
            self.assertIn(words, err)
            self.assertNotIn('\x1b', err)

    def test_that_it_has_begun_is_said(self):
        program = self.capture(f"time.sleep(0.3); os.write(1, open({TLS12!r}, 'rb').read()[:24]); time.sleep({PATIENCE})")
        self.assertEqual(program.stderr.readline().decode(), 'tls-ladder-cli: Capturing on “lo”. Ctrl+C ends it.\n')
        program.send_signal(signal.SIGINT)
        program.wait(PATIENCE)
        self.assertIn('0 packets captured', self.end(program)[1])
        program = self.capture('say("error no-such-interface There is none."); sys.exit(1)')
        self.assertEqual(self.end(program, 1)[1].count('\n'), 1)

    def test_an_interface_that_goes_down_is_said(self):
        program = self.capture(f'''
say('link up')
os.write(1, open({TLS12!r}, 'rb').read())
for state in ('down', 'down', 'up'):
    time.sleep(0.3)
    say('link ' + state)
time.sleep({PATIENCE})
''', '--each-handshake')
        said = [program.stderr.readline().decode() for _ in range(3)]
        self.assertEqual(said, ['tls-ladder-cli: Capturing on “lo”. Ctrl+C ends it.\n',
                                'tls-ladder-cli: The interface “lo” is down: nothing is captured until it is up again.\n',
                                'tls-ladder-cli: The interface “lo” is up again.\n'])
        program.send_signal(signal.SIGINT)
        program.wait(PATIENCE)
        self.assertEqual(len(self.end(program)[0].splitlines()), 1)

    def test_the_network_is_not_asked_for_the_names_in_a_filter(self):
        program = self.capture('', '--filter=host example.org')
        self.assertIn('is no word of a filter', self.end(program, 1)[1])
        self.assertFalse(os.path.exists(self.path('helper.arguments')))

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

    def test_a_disk_that_is_full_is_said_while_the_capture_goes_on(self):
        program = start('--write', self.path('kept.pcapng'), '-', stdin=subprocess.PIPE, preexec_fn=fill_the_disk)
        program.stdin.write(read(TLS12))
        program.stdin.flush()
        self.assertIn(b'could not be written to its end', program.stderr.readline())
        self.assertIsNone(program.poll())
        program.send_signal(signal.SIGINT)
        program.wait(PATIENCE)
        out, err = self.end(program, 1)
        self.assertEqual((len(out.splitlines()), err), (1, ''), 'it is said once')

    def test_who_was_killed_has_not_counted_to_the_end(self):
        n = len(cuts_of(read(TLS12))) - 1
        program = self.capture(f'''
say('counts received={n} dropped=0 interface_dropped=0 written={n}')
os.write(1, open({TLS12!r}, 'rb').read())
os.kill(os.getpid(), 9)
''')
        err = self.end(program, 1)[1]
        self.assertIn(f'{n} packets captured.', err)
        self.assertNotIn('none lost', err)

    def test_nobody_gives_the_name_of_an_option_for_an_interface(self):
        done = subprocess.run([CLI, '-i', '--help-me'], capture_output=True, check=False)
        self.assertNotEqual(done.returncode, 0)
        done = subprocess.run([CLI, '--interface=-w/x'], capture_output=True, check=False)
        self.assertEqual(done.returncode, 1)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1], verbosity=1)
