#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""From the wire to the ladder: tls-ladder-cli and the capture helper together, with real clients and servers.

usage: ladder_test.py HELPER CLI
"""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest

import rig

HELPER, CLI = sys.argv[1:3]
PORT = '4433'


class Server:
    """openssl s_server, with a certificate of its own. To be used with "with"."""
    def __init__(self, folder, address='127.0.0.1', namespace=None):
        self.key = os.path.join(folder, 'key.pem')
        self.inside = ['nsenter', '-t', str(namespace), '-n'] if namespace else []
        self.address = address
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout',
                        self.key, '-out', self.key + '.crt', '-subj', '/CN=server.example.test', '-days', '2'],
                       check=True, capture_output=True)

    def __enter__(self):
        self.process = subprocess.Popen([*self.inside, 'openssl', 's_server', '-key', self.key, '-cert', self.key + '.crt',
                                         '-accept', f'{self.address}:{PORT}', '-www'],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        # It says "ACCEPT" when it listens.
        while b'ACCEPT' not in self.process.stdout.readline():
            pass
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def visit(self, *arguments):
        """A handshake, and the end of its connection."""
        subprocess.run(['openssl', 's_client', '-connect', f'{self.address}:{PORT}', '-servername', 'server.example.test', *arguments],
                       input=b'GET / HTTP/1.0\r\n\r\n', capture_output=True, timeout=rig.WAIT, check=False)


def children_of(parent):
    found = []
    for name in os.listdir('/proc'):
        if not name.isdigit():
            continue
        try:
            if rig.status_of(name)['PPid'] == str(parent):
                found.append(int(name))
        except (FileNotFoundError, ProcessLookupError): # it has ended meanwhile
            pass
    return found


class Ladder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def start(self, *arguments, interface='lo'):
        """The program, as soon as it says that it captures."""
        kept = self.path('kept.pcapng')
        program = subprocess.Popen([CLI, '--format=json', '-i', interface, '--write', kept, *arguments], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, bufsize=0, env={**os.environ, 'LC_ALL': 'C.UTF-8', 'TLS_LADDER_CAPTURE': HELPER})
        self.addCleanup(program.communicate)
        self.addCleanup(program.kill)
        self.assertIn(b'Capturing on', program.stderr.readline())
        return program

    def end(self, program, status=0):
        out, err = program.communicate(timeout=rig.WAIT)
        self.assertEqual(program.returncode, status, err.decode())
        return [json.loads(line) for line in out.splitlines()], err.decode()

    def helper_of(self, program):
        return rig.wait_for('the helper', lambda: children_of(program.pid))[0]

    def test_a_handshake_is_told_while_the_capture_goes_on(self):
        program = self.start('--each-handshake', '--filter', 'tcp port ' + PORT)
        with Server(self.folder.name) as server:
            server.visit()
            told = json.loads(program.stdout.readline())
            self.assertIsNone(program.poll())
        program.send_signal(signal.SIGINT)
        self.assertEqual(self.end(program)[0], [])
        self.assertEqual((told['outcome'], told['server_name'], told['version']['name']),
                         ('established', 'server.example.test', 'TLS 1.3'))

    def test_what_is_sealed_opens_with_the_key_log_that_is_being_written(self):
        keys = self.path('keys.txt')
        program = self.start('--keylog', keys, '--filter', 'tcp port ' + PORT)
        with Server(self.folder.name) as server:
            for _ in range(3):
                server.visit('-keylogfile', keys)
        program.send_signal(signal.SIGINT)
        told, _ = self.end(program)
        self.assertEqual(len(told), 3)
        for conversation in told:
            names = [step['message']['name'] for step in conversation['steps'] if step['message'] and step['decrypted']]
            self.assertEqual(names[:4], ['encrypted_extensions', 'certificate', 'certificate_verify', 'finished'])
            proofs = [step['proof']['holds'] for step in conversation['steps'] if step.get('proof')]
            self.assertEqual(proofs, [True, True, True])

    def test_what_is_written_is_what_was_told(self):
        program = self.start('--filter', 'tcp port ' + PORT)
        with Server(self.folder.name) as server:
            server.visit()
            server.visit('-tls1_2')
        program.send_signal(signal.SIGINT)
        told, _ = self.end(program)
        again = subprocess.run([CLI, '--format=json', self.path('kept.pcapng')], capture_output=True, timeout=rig.WAIT, check=True)
        self.assertEqual(told, [json.loads(line) for line in again.stdout.splitlines()])
        self.assertEqual([conversation['version']['name'] for conversation in told], ['TLS 1.3', 'TLS 1.2'])

    def test_sent_is_shown_and_dropped(self):
        program = self.start('--filter', 'udp')
        rig.send_datagrams(20000)
        program.send_signal(signal.SIGINT)
        _, err = self.end(program)
        shown, lost = re.search(r'(\d+) packets captured, (?:none|(\d+)) lost', err).groups()
        self.assertEqual(int(shown) + int(lost or 0), 20000)

    def test_a_helper_that_was_killed_is_said(self):
        program = self.start('--each-handshake')
        with Server(self.folder.name) as server:
            server.visit()
        self.assertEqual(json.loads(program.stdout.readline())['outcome'], 'established')
        os.kill(self.helper_of(program), signal.SIGKILL)
        _, err = self.end(program, 1)
        self.assertIn('ended unexpectedly', err)

    def test_a_helper_whose_reader_was_killed_ends_without_traffic(self):
        program = self.start()
        helper = self.helper_of(program)
        program.kill()
        program.wait()
        rig.wait_for('the helper to end', lambda: not os.path.exists(f'/proc/{helper}') or rig.status_of(helper)['State'][0] in 'ZX')

    def test_an_interface_that_is_gone_ends_the_capture(self):
        with rig.Veth() as veth, Server(self.folder.name, '10.9.0.2', veth.other.pid) as server:
            program = self.start('--each-handshake', interface='here')
            server.visit()
            self.assertEqual(json.loads(program.stdout.readline())['outcome'], 'established')
            rig.ip('link', 'delete', 'here')
            _, err = self.end(program, 1)
        self.assertRegex(err, 'here')

    def test_a_filter_that_is_none_is_answered_in_a_sentence(self):
        done = subprocess.run([CLI, '-i', 'lo', '--filter', 'tcp port port'], capture_output=True, text=True, timeout=rig.WAIT, check=False,
                              env={**os.environ, 'TLS_LADDER_CAPTURE': HELPER})
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('filter', done.stderr)

    def test_an_interface_that_is_not_there_is_answered_in_a_sentence(self):
        done = subprocess.run([CLI, '-i', 'nowhere0'], capture_output=True, text=True, timeout=rig.WAIT, check=False,
                              env={**os.environ, 'TLS_LADDER_CAPTURE': HELPER})
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn('nowhere0', done.stderr)


if __name__ == '__main__':
    rig.enter_namespaces()
    unittest.main(argv=sys.argv[:1], verbosity=1)
