# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""The window while it captures, from outside: a real client meets a real server in a network of their own, and the handshake is on the ladder.

usage: live_test.py WITH_DISPLAY PROGRAM HELPER
"""
import glob
import os
import signal
import subprocess
import sys
import tempfile
import unittest

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'capture'))
from rig import enter_namespaces, status_of, wait_for  # noqa: E402

WITH_DISPLAY, PROGRAM, HELPER = sys.argv[1:4]
DISPLAYED = 'TL_HAS_DISPLAY'
PORT = 4433
CAPABILITIES = ('CapInh', 'CapPrm', 'CapEff', 'CapAmb')


def names_in(root):
    """The names of all accessible objects in root."""
    stack, names = [root], []
    while stack:
        node = stack.pop()
        try:
            if node is not None:
                names.append(node.get_name() or '')
                stack.extend(node.get_child_at_index(i) for i in range(node.get_child_count()))
        except GLib.Error:
            pass  # it has gone while we looked
    return names


def application(pid):
    desktop = Atspi.get_desktop(0)
    children = (desktop.get_child_at_index(i) for i in range(desktop.get_child_count()))
    return next((child for child in children if child is not None and child.get_process_id() == pid), None)


def children_of(pid):
    with open(f'/proc/{pid}/task/{pid}/children', encoding='ascii') as file:
        direct = [int(child) for child in file.read().split()]
    for task in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{task}/children', encoding='ascii') as file:
            direct += [int(child) for child in file.read().split()]
    return set(direct)


def is_there(pid):
    try:
        return status_of(pid)['State'][0] not in 'ZX'
    except (FileNotFoundError, ProcessLookupError):
        return False


def private_folders():
    return glob.glob(os.path.join(os.environ['XDG_RUNTIME_DIR'], 'tls-ladder-window-*'))


class Live(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        key = self.path('key')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key,
                        '-out', key + '.crt', '-subj', '/CN=server.example.test', '-days', '30'], check=True, capture_output=True)
        self.server = self.start('openssl', 's_server', '-key', key, '-cert', key + '.crt', '-accept', str(PORT), '-quiet')
        self.key_log = self.path('keys.log')
        self.show_window()

    def show_window(self):
        self.window = self.start(PROGRAM, '-i', 'lo', '--keylog', self.key_log, environment={'TLS_LADDER_CAPTURE': HELPER})
        self.root = wait_for('the window', lambda: application(self.window.pid))
        self.helper = wait_for('the helper', lambda: children_of(self.window.pid)).pop()
        self.see('Waiting for a Handshake…')

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self, *command, environment=None):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, **(environment or {})})
        self.addCleanup(process.stdin.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def selected(self):
        """Which row of the list is chosen, from 1, and how many there are."""
        def find(node):
            if node.get_name() == 'Conversations' and node.get_role() in (Atspi.Role.LIST, Atspi.Role.TABLE, Atspi.Role.LIST_BOX):
                return node
            found = (find(node.get_child_at_index(i)) for i in range(node.get_child_count()))
            return next((each for each in found if each is not None), None)
        try:
            rows = find(self.root)
            n = rows.get_child_count()
            chosen = [i + 1 for i in range(n) if rows.get_child_at_index(i).get_state_set().contains(Atspi.StateType.SELECTED)]
            return (chosen[0] if chosen else 0, n)
        except (GLib.Error, AttributeError):
            return None # it has gone while we looked

    def see(self, beginning):
        return wait_for(beginning, lambda: next((name for name in names_in(self.root) if name.startswith(beginning)), None))

    def visit(self, *arguments):
        def try_it():
            return subprocess.run(['openssl', 's_client', '-connect', f'127.0.0.1:{PORT}', '-servername', 'server.example.test',
                                   '-keylogfile', self.key_log, *arguments], input=b'', capture_output=True, check=False).returncode == 0
        wait_for('a handshake', try_it)

    def test_a_handshake_is_on_the_ladder(self):
        self.visit('-tls1_3')
        self.see('server.example.test, TLS 1.3, established')
        self.see('ServerHello')
        self.see('CertificateVerify')  # which was sealed: the key log was written after the window had been started with it
        self.see('“keys.log” gives 5 secrets. They open 1 of 1 conversation')
        self.visit('-tls1_2')
        self.see('server.example.test, TLS 1.2, established')
        self.assertIsNone(self.window.poll())

    def test_the_newest_is_followed(self):
        for number in range(1, 13):
            self.visit('-tls1_3' if number % 2 else '-tls1_2')
            self.see(f'{number} conversation')
            wait_for('the newest to be shown', lambda: self.selected() == (number, number))

    def test_neither_program_has_a_privilege(self):
        wait_for('the lock', lambda: status_of(self.helper)['Seccomp'] == '2')
        for process in (self.helper, *map(int, os.listdir(f'/proc/{self.window.pid}/task'))):
            status = status_of(process)
            self.assertEqual({int(status[name], 16) for name in CAPABILITIES}, {0}, status['Name'])
        self.assertEqual(status_of(self.helper)['NoNewPrivs'], '1')

    def test_a_window_that_was_killed_leaves_no_helper(self):
        self.window.send_signal(signal.SIGKILL)
        self.window.wait()
        wait_for('the end of the helper', lambda: not is_there(self.helper))

    def test_a_signal_ends_the_window_and_leaves_no_secrets(self):
        self.visit()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            self.see('server.example.test, TLS 1.3, established')
            self.assertEqual(len(private_folders()), 1)
            self.window.send_signal(number)
            self.assertEqual(self.window.wait(), 0)  # and nobody is asked what is to become of the capture
            self.assertEqual(private_folders(), [])
            wait_for('the end of the helper', lambda: not is_there(self.helper))
            self.show_window()
            self.visit()

    def test_secrets_that_a_killed_window_left_go_with_the_next(self):
        left = private_folders()
        self.assertEqual(len(left), 1)
        self.window.send_signal(signal.SIGKILL)
        self.window.wait()
        self.assertEqual(private_folders(), left)
        self.show_window()
        self.assertEqual(len(private_folders()), 1)
        self.assertNotEqual(private_folders(), left)

    def test_a_helper_that_was_killed_is_said_and_nothing_is_lost(self):
        self.visit()
        self.see('server.example.test, TLS 1.3, established')
        os.kill(self.helper, signal.SIGKILL)
        self.see('The program that captures on “lo” ended unexpectedly')
        self.see('server.example.test, TLS 1.3, established')
        self.assertIsNone(self.window.poll())


if DISPLAYED not in os.environ:
    enter_namespaces()
    os.execve(WITH_DISPLAY, [WITH_DISPLAY, sys.executable, *sys.argv], {**os.environ, DISPLAYED: '1'})
del sys.argv[1:]
unittest.main(verbosity=2)
