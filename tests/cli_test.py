#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""tls-ladder-cli from the outside: usage, exit status, bad input, bad output, and the JSON it promises.

usage: cli_test.py CLI SAMPLES
"""
import glob
import gzip
import json
import os
import pty
import random
import re
import select
import struct
import subprocess
import sys
import tempfile
import unicodedata
import unittest

import contract

CLI, SAMPLES = sys.argv[1:3]
TLS12 = os.path.join(SAMPLES, 'tls12-ecdhe.pcap')
KEPT = os.path.join(SAMPLES, 'tls12-no-forward-secrecy.pcap')
KEY = os.path.join(SAMPLES, 'tls12-no-forward-secrecy.key.pem')
ECH = os.path.join(SAMPLES, 'tls13-ech.pcap')
ECH_KEY = os.path.join(SAMPLES, 'tls13-ech.ech.pem')
RESUMED = os.path.join(SAMPLES, 'tls12-ticket.pcap')


def run(*arguments, stdin=b'', **environment):
    return subprocess.run([CLI, *arguments], input=stdin, capture_output=True, timeout=60, check=False,
                          env={**os.environ, 'LC_ALL': 'C.UTF-8', **environment})


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def packets_of(path):
    """How many packets the pcap file has, and where each ends."""
    data, at, ends = read(path), 24, []
    while at < len(data):
        at += 16 + struct.unpack_from('<I', data, at + 8)[0]
        ends.append(at)
    return ends


def as_pcapng(path, key_log):
    """The pcap file as pcapng, with the key log in a Decryption Secrets Block."""
    def block(kind, body):
        body += b'\0' * (-len(body) % 4)
        return struct.pack('<II', kind, len(body) + 12) + body + struct.pack('<I', len(body) + 12)

    data, at = read(path), 24
    out = block(0x0a0d0d0a, struct.pack('<IHHq', 0x1a2b3c4d, 1, 0, -1))
    out += block(1, struct.pack('<HHI', struct.unpack_from('<I', data, 20)[0], 0, 262144))
    out += block(10, struct.pack('<II', 0x544c534b, len(key_log)) + key_log)
    while at < len(data):
        seconds, fraction, captured, length = struct.unpack_from('<IIII', data, at)
        time = seconds * 1000000 + fraction
        out += block(6, struct.pack('<IIIII', 0, time >> 32, time & 0xffffffff, captured, length)
                     + data[at + 16:at + 16 + captured])
        at += 16 + captured
    return out


def columns(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line)


class Usage(unittest.TestCase):
    def test_help_names_every_option(self):
        done = run('--help')
        self.assertEqual(done.returncode, 0)
        for word in ('--format', '--fields', '--ascii', '--color', '--width', '--keylog', '--ech-key', '--lens', '--show-secrets', '--help',
                     '--version', 'FILE'):
            self.assertIn(word, done.stdout.decode())
        self.assertEqual(done.stderr, b'')

    def test_version(self):
        done = run('--version')
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout.decode(), r'^tls-ladder-cli \d+\.\d+\.\d+\n$')

    def test_wrong_usage_is_two_and_says_where_help_is(self):
        for arguments in ([], ['--nonsense', TLS12], ['--format=xml', TLS12], ['--color=blue', TLS12], ['--lens=client', TLS12],
                          ['--width=59', TLS12], ['--width=x', TLS12], ['--fields', TLS12], [TLS12, TLS12]):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertEqual(done.stdout, b'', arguments)
            self.assertIn('--help', done.stderr.decode(), arguments)

    def test_what_was_given_does_not_move_the_cursor(self):
        for arguments in (['--write', '/nowhere/\x1b[31m', TLS12], ['--keylog', '/nowhere/\x1b[31m', TLS12], ['--\x1b[31m'], ['-i', '\x1b[31m'],
                          ['\x1b[31m'], ['--key', '\x1b[31m', TLS12]):
            done = run(*arguments)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(b'\\x1b[31m', done.stderr)
            self.assertNotIn(b'\x1b', done.stderr)
            self.assertNotIn(b'\\\\x1b', done.stderr)

    def test_a_terminal_is_no_capture(self):
        theirs, ours = os.openpty()
        done = subprocess.run([CLI, '-'], stdin=ours, capture_output=True, timeout=20, check=False)
        os.close(theirs)
        os.close(ours)
        self.assertEqual(done.returncode, 2)
        self.assertIn('terminal', done.stderr.decode())

    def test_no_window_is_linked(self):
        libraries = subprocess.run(['ldd', CLI], capture_output=True, check=True).stdout.decode()
        for name in ('libgtk', 'libadwaita', 'libgdk', 'libX11', 'libwayland'):
            self.assertNotIn(name, libraries)


class Input(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, data):
        path = os.path.join(self.folder.name, 'capture')
        with open(path, 'wb') as file:
            file.write(data)
        return path

    def expect_sentence(self, done, status):
        text = done.stderr.decode()
        self.assertEqual(done.returncode, status, text)
        self.assertRegex(text, r'^tls-ladder-cli: \S.*\n$')
        self.assertNotIn('GLib', text)

    def test_standard_input_is_the_same(self):
        for name in ('text', 'summary', 'json'):
            self.assertEqual(run('--format=' + name, '-', stdin=read(TLS12)).stdout,
                             run('--format=' + name, TLS12).stdout)

    def test_compressed(self):
        data = gzip.compress(read(TLS12))
        expected = run('--format=json', '--fields', TLS12).stdout
        self.assertEqual(run('--format=json', '--fields', '-', stdin=data).stdout, expected)
        self.assertEqual(run('--format=json', '--fields', self.write(data)).stdout, expected)

    def test_what_is_no_capture(self):
        random.seed(1)
        for data in (b'', b'x', b'\xd4\xc3\xb2\xa1', b'no capture at all\n' * 99, random.randbytes(100000)):
            for arguments, stdin in (([self.write(data)], b''), (['-'], data)):
                done = run(*arguments, stdin=stdin)
                self.expect_sentence(done, 1)
                self.assertEqual(done.stdout, b'')

    def test_what_cannot_be_opened(self):
        for path in (self.folder.name, os.path.join(self.folder.name, 'missing'), ''):
            self.expect_sentence(run(path), 1)

    def test_the_name_of_a_file_cannot_speak_to_the_terminal(self):
        done = run(os.path.join(self.folder.name, '\x1b[31mred\nline\u202e'))
        self.expect_sentence(done, 1)
        self.assertNotRegex(done.stderr.decode().rstrip('\n'), '[\x00-\x1f\u202e]')

    def test_no_handshake_is_said_and_is_no_error(self):
        done = run(self.write(read(TLS12)[:24]))
        self.expect_sentence(done, 0)
        self.assertEqual(done.stdout, b'')

    def test_cut_short_prints_what_is_there(self):
        data, ends = read(TLS12), packets_of(TLS12)
        for end in (ends[5] + 20, ends[-1] - 1):
            done = run('--format=json', '--fields', self.write(data[:end]))
            self.expect_sentence(done, 1)
            lines = done.stdout.decode().splitlines()
            self.assertEqual(len(lines), 1)
            contract.check_conversation(json.loads(lines[0]), len(ends), with_fields=True)

    def test_every_length_of_a_capture_is_survived(self):
        data = read(os.path.join(SAMPLES, 'failure-cipher-suite.pcap'))
        for end in range(0, len(data), 7):
            done = run('--format=json', '--fields', '-', stdin=data[:end])
            self.assertIn(done.returncode, (0, 1), end)
            for line in done.stdout.decode().splitlines():
                contract.check_conversation(json.loads(line), 1000, with_fields=True)

    def test_damaged_bytes_are_survived(self):
        random.seed(2)
        for _ in range(40):
            data = bytearray(read(RESUMED))
            for _ in range(random.randrange(1, 30)):
                data[random.randrange(24, len(data))] = random.randrange(256)
            for arguments in (['--format=json', '--fields'], ['--width=60'], ['--ascii'], ['--format=summary']):
                done = run(*arguments, '-', stdin=bytes(data))
                self.assertIn(done.returncode, (0, 1), done.stderr)
                done.stdout.decode('ascii' if '--ascii' in arguments else 'utf-8')
                if '--fields' in arguments:
                    for line in done.stdout.decode().splitlines():
                        contract.check_conversation(json.loads(line), 10 ** 9, with_fields=True)

    def test_a_conversation_is_printed_while_the_input_goes_on(self):
        process = subprocess.Popen([CLI, '--format=summary', '-'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdin.write(read(RESUMED))
        process.stdin.flush()
        readable, _, _ = select.select([process.stdout], [], [], 20)
        line = os.read(process.stdout.fileno(), 4096) if readable else b''
        process.stdin.close()
        process.stdout.close()
        process.wait(20)
        self.assertIn(b'TLS 1.2', line)


class Output(unittest.TestCase):
    def test_full_disk(self):
        for argument in (TLS12, '--version'):
            with open('/dev/full', 'wb') as full:
                done = subprocess.run([CLI, argument], stdout=full, stderr=subprocess.PIPE, check=False)
            self.assertEqual(done.returncode, 1, argument)
            self.assertRegex(done.stderr.decode(), r'^tls-ladder-cli: .*\n$', argument)

    def test_closed_pipe(self):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([CLI, TLS12], stdout=writer, stderr=subprocess.PIPE, check=False)
        os.close(writer)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr, b'')

    def test_ladders_are_parted_by_an_empty_line(self):
        text = run(RESUMED).stdout.decode()
        self.assertEqual(len(re.findall(r'^Conversation ', text, re.MULTILINE)), 2)
        self.assertIn('\n\nConversation 2', text)
        self.assertFalse(text.endswith('\n\n'))

    def test_summary_is_a_line_each(self):
        lines = run('--format=summary', RESUMED).stdout.decode().splitlines()
        self.assertEqual(len(lines), 2)
        self.assertTrue(all('established' in line for line in lines), lines)

    def test_width(self):
        for path in glob.glob(os.path.join(SAMPLES, '*.pcap')):
            for width in (60, 72, 100, 133):
                for line in run(f'--width={width}', path).stdout.decode().splitlines():
                    self.assertLessEqual(columns(line), width, line)
        self.assertEqual(run('--width=80', TLS12).stdout, run(TLS12, COLUMNS='').stdout)
        self.assertEqual(run('--width=90', TLS12).stdout, run(TLS12, COLUMNS='90').stdout)

    def test_ascii(self):
        for name in ('text', 'summary'):
            run('--ascii', '--format=' + name, TLS12).stdout.decode('ascii')

    def test_the_plain_c_locale_still_draws(self):
        self.assertIn('│', run(TLS12, LC_ALL='C').stdout.decode())

    def test_color(self):
        self.assertNotIn(b'\033', run(TLS12).stdout)
        self.assertNotIn(b'\033', run('--color=never', TLS12).stdout)
        self.assertIn(b'\033', run('--color=always', TLS12).stdout)


class Contract(unittest.TestCase):
    def test_every_sample_keeps_the_promise(self):
        for path in sorted(glob.glob(os.path.join(SAMPLES, '*.pcap'))):
            n_packets = len(packets_of(path))
            for arguments in ([], ['--fields']):
                done = run('--format=json', *arguments, path)
                self.assertEqual((done.returncode, done.stderr), (0, b''), path)
                lines = done.stdout.decode().splitlines()
                self.assertGreater(len(lines), 0, path)
                for number, line in enumerate(lines, 1):
                    conversation = json.loads(line)
                    self.assertEqual(conversation['conversation'], number)
                    contract.check_conversation(conversation, n_packets, with_fields=bool(arguments))

    def test_the_checker_can_fail(self):
        conversation = json.loads(run('--format=json', '--fields', TLS12).stdout.decode())
        field = conversation['steps'][0]['fields'][-1]
        field['length'] -= 1
        with self.assertRaises(contract.Broken):
            contract.check_conversation(conversation, 1000, with_fields=True)


class Keys(unittest.TestCase):
    def messages(self, *arguments, stdin=b'', **more):
        done = run('--format=json', *arguments, stdin=stdin, **more)
        steps = [step for line in done.stdout.splitlines() for step in json.loads(line)['steps']]
        return done, [step['message']['name'] if step['message'] else None for step in steps if step['type'] == 'handshake']

    def test_a_key_log_opens_what_is_sealed(self):
        done, names = self.messages('--keylog=' + TLS12 + '.keylog.txt', TLS12)
        self.assertEqual((done.returncode, done.stderr), (0, b''))
        self.assertEqual(names.count('finished'), 2)
        self.assertNotIn(None, names)

    def test_a_capture_may_carry_its_key_log(self):
        capture = as_pcapng(TLS12, read(TLS12 + '.keylog.txt'))
        done, names = self.messages('-', stdin=capture)
        self.assertEqual(names.count('finished'), 2)
        self.assertRegex(done.stderr.decode(), r'^tls-ladder-cli: The capture carries its own key log: \d+ secrets?\.\n$')

    def test_a_lens_has_the_keys_of_who_looks_through_it(self):
        keylog = '--keylog=' + KEPT + '.keylog.txt'
        for lens, keys, finished in (('observer', [keylog, '--key=' + KEY], 0), ('key-log', [keylog, '--key=/nonexistent'], 2),
                                     ('key-log', ['--key=' + KEY], 0), ('server', ['--key=' + KEY], 2), ('server', [keylog], 2)):
            done, names = self.messages('--lens=' + lens, *keys, KEPT)
            self.assertEqual((done.returncode, done.stderr), (0, b''), lens)
            self.assertEqual(names.count('finished'), finished, lens)
            self.assertIn(b'"lens":{"id":"%s","text":"' % lens.encode(), done.stdout)

    def test_an_observer_has_no_use_for_the_keys_that_a_capture_carries(self):
        capture = as_pcapng(TLS12, read(TLS12 + '.keylog.txt'))
        for lens, finished in (('observer', 0), ('key-log', 2), ('server', 2)):
            done, names = self.messages('--lens=' + lens, '-', stdin=capture)
            self.assertEqual(names.count('finished'), finished, lens)
            self.assertEqual(done.stderr == b'', lens == 'observer')

    def test_the_key_of_the_server_opens_the_past(self):
        done, names = self.messages('--key=' + KEY, KEPT)
        self.assertEqual((done.returncode, done.stderr), (0, b''))
        self.assertEqual(names.count('finished'), 2)

    def test_the_key_for_it_opens_an_encrypted_client_hello(self):
        done = run('--format=json', '--fields', '--ech-key=' + ECH_KEY, ECH)
        self.assertEqual((done.returncode, done.stderr), (0, b''))
        first, second = (json.loads(line) for line in done.stdout.splitlines())
        self.assertEqual((first['ech'], first['ech_opening'], first['inner_server_name']), ('unknown', 'other_key', None))
        self.assertEqual((second['ech'], second['ech_opening'], second['inner_server_name'], second['server_name']),
                         ('accepted', 'opened', 'secret.example.test', 'front.example.test'))

    def encrypted_key(self, folder):
        path = os.path.join(folder, 'sealed.pem')
        subprocess.run(['certtool', '--to-p8', '--load-privkey', KEY, '--password', 'open sesame', '--outfile', path],
                       check=True, capture_output=True)
        return path

    def test_its_password_comes_by_a_descriptor(self):
        with tempfile.TemporaryDirectory() as folder:
            path = self.encrypted_key(folder)
            for password, code in ((b'open sesame\n', 0), (b'wrong\n', 2), (b'', 2)):
                reader, writer = os.pipe()
                os.write(writer, password)
                os.close(writer)
                done = subprocess.run([CLI, '--format=json', '--key=' + path, f'--password-fd={reader}', KEPT],
                                      capture_output=True, pass_fds=[reader], timeout=60, check=False)
                os.close(reader)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertEqual(b'"finished"' in done.stdout, code == 0)

    def test_its_password_cannot_come_by_a_descriptor_that_is_closed(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([CLI, '--key=' + self.encrypted_key(folder), '--password-fd=77', KEPT],
                                  capture_output=True, timeout=60, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b'file descriptor 77 is not open for reading', done.stderr)

    def test_its_password_is_asked_for_on_the_terminal(self):
        with tempfile.TemporaryDirectory() as folder:
            pid, terminal = pty.fork()
            if pid == 0:
                os.execv(CLI, [CLI, '--format=json', '--key=' + self.encrypted_key(folder), KEPT])
            said = b''
            for answer in (b'wrong\n', b'open sesame\n'):
                while not said.endswith(b'Password of sealed.pem: '):
                    said += os.read(terminal, 1)
                os.write(terminal, answer)
                said += os.read(terminal, 1)
            try:
                while part := os.read(terminal, 65536):
                    said += part
            except OSError:
                pass
            self.assertEqual(os.waitpid(pid, 0)[1], 0)
            self.assertIn(b'"finished"', said)
            self.assertNotIn(b'sesame', said)

    def test_keys_that_cannot_be_used(self):
        for arguments, words in ((['--key=/nonexistent'], 'cannot be read'), (['--key=' + TLS12], 'holds no private key'),
                                 (['--psk=xyz'], 'hexadecimal'), (['--psk-file=' + KEY], 'is no pre-shared key'),
                                 (['--ech-key=' + KEY], 'holds no configuration'), (['--ech-key=/nonexistent'], 'cannot be read')):
            done = run(*arguments, TLS12)
            self.assertEqual((done.returncode, done.stdout), (2, b''), arguments)
            self.assertIn(words, done.stderr.decode())



class KeyLogsAmiss(unittest.TestCase):
    """Key logs that are not as they should be: a sentence each, and what can be read is read."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, 'keys')
        lines = read(TLS12 + '.keylog.txt').splitlines(keepends=True)
        self.good = b''.join(line for line in lines if not line.startswith(b'#'))

    def with_keys(self, data=None, path=None):
        """The lines on standard error, and the steps of the conversation."""
        if data is not None:
            with open(self.path, 'wb') as file:
                file.write(data)
        done = run('--format=json', '--keylog=' + (path or self.path), TLS12)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr.decode().splitlines(), json.loads(done.stdout)['steps']

    def expect(self, sentence, opened, *arguments, **more):
        said, steps = self.with_keys(*arguments, **more)
        if sentence is None:
            self.assertEqual(said, [])
        else:
            self.assertEqual(len(said), 1, said)
            self.assertTrue(said[0].startswith('tls-ladder-cli: '), said)
            self.assertIn(sentence, said[0])
        finished = [step for step in steps if step['message'] and step['message']['name'] == 'finished']
        self.assertEqual(len(finished), 2 if opened else 0)

    def test_of_another_connection(self):
        self.expect(None, False, read(RESUMED + '.keylog.txt'))

    def test_right_random_but_another_secret(self):
        label, random_, secret = self.good.split()[:3]
        self.assertEqual(label, b'CLIENT_RANDOM')
        said, steps = self.with_keys(b' '.join((label, random_, secret[:-1] + (b'0' if secret[-1:] != b'0' else b'1'))))
        self.assertEqual(said, [])
        self.assertFalse([step for step in steps if step['message'] and step['message']['name'] == 'finished'])

    def test_truncated(self):
        for n in (self.good.index(b'\n') - 1, 30, 14):
            said, _ = self.with_keys(self.good[:n])
            self.assertEqual(len(said), 2, said)
            self.assertIn('holds no secret', said[0])
            self.assertIn('damaged', said[1])

    def test_a_million_lines(self):
        line = b'CLIENT_RANDOM ' + b'0' * 64 + b' ' + b'0' * 96 + b'\n'
        self.expect(None, True, line * (1000000 - self.good.count(b'\n')) + self.good)
        self.expect('longer than is read', False, line * 1000000 + self.good)

    def test_garbage(self):
        random.seed(2)
        self.expect('holds no secret', False, random.randbytes(1000000))
        self.expect('holds no secret', False, bytes(1000000))
        self.expect(None, True, random.randbytes(1000000) + b'\n' + self.good)

    def test_a_very_long_line(self):
        self.expect('holds no secret', False, b'x' * 10000000)
        self.expect(None, True, b'x' * 10000000 + b'\n' + self.good)
        self.expect('damaged', True, b'CLIENT_RANDOM ' + b'0' * 10000000 + b'\n' + self.good)

    def test_line_ends(self):
        for end in (b'\r\n', b'\r'):
            self.expect(None, True, self.good.replace(b'\n', end))

    def test_empty(self):
        self.expect('holds no secret', False, b'')

    def test_what_is_no_file_is_wrong_usage(self):
        for path in (self.folder.name, os.path.join(self.folder.name, 'missing')):
            done = run('--keylog=' + path, TLS12)
            self.assertEqual((done.returncode, done.stdout), (2, b''))
            self.assertRegex(done.stderr.decode(), r'^tls-ladder-cli: The key log “.*” cannot be opened: .*\.\n$')

    def test_a_fifo_that_nobody_writes_to(self):
        os.mkfifo(self.path)
        self.expect('holds no secret', False)


class Canary(unittest.TestCase):
    """Secrets are read, and are found nowhere afterwards: in no file, and in nothing that is printed."""

    def secrets_of(self, path):
        secrets = set()
        for line in read(path + '.keylog.txt').splitlines():
            words = line.split()
            if len(words) == 3 and not line.startswith(b'#'):
                secrets.add(words[2].lower())
        return secrets

    def expect_none(self, secrets, data, where):
        lower = re.sub(rb'[\s:]', b'', data.lower())
        for secret in secrets:
            for canary in (secret, secret[:32], secret[-32:]):
                self.assertNotIn(canary, lower, where)
                self.assertNotIn(bytes.fromhex(canary.decode()), data, where)

    def test_no_copy(self):
        for path in sorted(glob.glob(os.path.join(SAMPLES, '*.pcap'))):
            secrets = self.secrets_of(path)
            with tempfile.TemporaryDirectory() as home:
                places = {name: os.path.join(home, name.lower()) for name in (
                    'HOME', 'TMPDIR', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR')}
                for place in places.values():
                    os.mkdir(place, 0o700)
                for arguments in (['--format=text'], ['--format=text', '--width=60', '--ascii'], ['--format=summary'],
                                  ['--format=json'], ['--format=json', '--fields']):
                    done = run(*arguments, '--keylog=' + path + '.keylog.txt', path, **places, G_MESSAGES_DEBUG='all')
                    self.assertEqual(done.returncode, 0)
                    self.expect_none(secrets, done.stdout, (path, arguments))
                    self.expect_none(secrets, done.stderr, (path, arguments))
                for folder, _, names in os.walk(home):
                    for name in names:
                        self.expect_none(secrets, read(os.path.join(folder, name)), name)

    def test_the_canary_can_sing(self):
        secrets = self.secrets_of(TLS12)
        self.assertGreaterEqual(len(secrets), 1)
        for data in (read(TLS12 + '.keylog.txt'), b'x' + bytes.fromhex(next(iter(secrets)).decode()) + b'y'):
            with self.assertRaises(AssertionError):
                self.expect_none(secrets, data, 'key log')


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
