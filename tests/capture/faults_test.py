#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""How the capture helper ends, and what it survives: readers that die, links that go down, come back or disappear.

usage: faults_test.py HELPER DETOUR
"""
import os
import signal
import subprocess
import sys
import unittest

import rig

HELPER, DETOUR = sys.argv[1:3]


def is_gone(pid):
    try:
        return rig.status_of(pid)['State'].startswith('Z')
    except OSError:
        return True


class Readers(unittest.TestCase):
    """No traffic in any of these: nothing that is written tells the helper that nobody reads."""
    def test_reader_is_killed(self):
        with rig.Capture(HELPER, collect=False) as capture:
            reader = subprocess.Popen(['sleep', '60'], stdin=capture.process.stdout, stdout=subprocess.DEVNULL)
            capture.process.stdout.close()
            rig.wait_for('the start', lambda: rig.status_of(capture.pid)['Seccomp'] == '2')
            self.assertIsNone(capture.process.poll())
            reader.send_signal(signal.SIGKILL)
            reader.wait()
            self.assertEqual(capture.process.wait(rig.WAIT), 0)
            os.close(capture.control)

    def test_both_readers_are_killed_at_once(self):
        """As when the window is killed: it has both."""
        window = subprocess.Popen([sys.executable, '-c', f'''
import os, subprocess
reader, writer = os.pipe()
helper = subprocess.Popen([{HELPER!r}, f'--control-fd={{writer}}', 'lo'], pass_fds=[writer], stdout=subprocess.PIPE)
os.close(writer)
helper.stdout.read(24)
print(helper.pid, flush=True)
os.read(helper.stdout.fileno(), 1)
'''], stdout=subprocess.PIPE, text=True)
        with window:
            helper = int(window.stdout.readline())
            self.assertEqual(rig.status_of(helper)['Seccomp'], '2')
            window.kill()
            window.wait()
            rig.wait_for('the end of the helper', lambda: is_gone(helper))

    def test_control_is_closed(self):
        with rig.Capture(HELPER, collect=False) as capture:
            self.assertEqual(len(os.read(capture.process.stdout.fileno(), 24)), 24)
            self.assertIsNone(capture.process.poll())
            os.close(capture.control)
            self.assertEqual(capture.process.wait(rig.WAIT), 0)

    def test_control_is_closed_while_a_write_blocks(self):
        with rig.Capture(HELPER, '--filter=udp', collect=False) as capture:
            self.assertEqual(len(os.read(capture.process.stdout.fileno(), 24)), 24)
            rig.send_datagrams(5000, size=1400)
            self.assertIsNone(capture.process.poll())
            os.close(capture.control)
            self.assertEqual(capture.process.wait(rig.WAIT), 0)

    def test_control_that_nobody_reads(self):
        """Its pipe is full: packets go on all the same."""
        with rig.Capture(HELPER, '--filter=udp', collect=False) as capture:
            out = rig.Collector(capture.process.stdout.fileno())
            rig.wait_for('the header', lambda: len(out.data) == 24)
            own = os.open(f'/proc/self/fd/{capture.control}', os.O_WRONLY | os.O_NONBLOCK)
            try:
                while True:
                    os.write(own, b'.' * 4096)
            except BlockingIOError:
                pass
            rig.send_datagrams(3000)
            rig.wait_for('all packets', lambda: len(out.data) == 24 + 3000 * (16 + 142))
            capture.process.terminate()
            self.assertEqual(capture.process.wait(rig.WAIT), 0)
            os.close(own)
            os.close(capture.control)
            out.close()

    def test_signals_end_it_well(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with rig.Capture(HELPER) as capture:
                capture.begun().process.send_signal(number)
                status, pcap = capture.ended()
                self.assertEqual((status, pcap.packets, capture.process.stderr.read()), (0, [], b''))

    def test_signals_that_the_parent_blocks(self):
        blocked = {signal.SIGTERM, signal.SIGALRM}
        with rig.Capture(HELPER, preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, blocked)) as capture:
            capture.begun()
            self.assertEqual(capture.stop()[0], 0)


class Link(unittest.TestCase):
    def test_up_and_cannot_be_read(self):
        with rig.Capture(HELPER, env=rig.detour(DETOUR, 'break')) as capture:
            capture.begun()
            rig.send_datagrams(1)
            status, pcap = capture.ended()
        self.assertEqual((status, pcap.packets), (1, []))
        self.assertTrue(capture.lines()[-1].startswith('error failed lo cannot be read: '), capture.lines())

    def test_down_and_up_again(self):
        with rig.Veth() as cable, rig.Capture(HELPER, '--filter=udp', interface='here') as capture:
            capture.begun().says('link up')
            for round_ in range(1, 4):
                rig.send_datagrams(100, to=('10.9.0.1', 9), source=cable.other.pid)
                rig.wait_for('the packets before', lambda n=round_: len(capture.out.data) == 24 + n * 100 * (16 + 142))
                rig.ip('link', 'set', 'here', 'down')
                rig.wait_for('the news that it is down', lambda n=round_: capture.lines().count('link down') == n)
                rig.ip('link', 'set', 'here', 'up')
                rig.wait_for('the news that it is up', lambda n=round_: capture.lines().count('link up') == n + 1)
            status, pcap = capture.stop()
        self.assertEqual((status, len(pcap.packets), capture.counts()), (0, 300, (300, 0, 0, 300)))

    def test_cable_is_pulled_out(self):
        with rig.Veth() as cable, rig.Capture(HELPER, interface='here') as capture:
            capture.begun().says('link up')
            subprocess.run(['nsenter', '-t', str(cable.other.pid), '-n', 'ip', 'link', 'set', 'there', 'down'], check=True)
            capture.says('link down')

    def test_down_costs_nothing(self):
        """An error of the socket that stays must not become a loop."""
        with rig.Veth(), rig.Capture(HELPER, interface='here') as capture:
            capture.begun()
            rig.ip('link', 'set', 'here', 'down')
            capture.says('link down')
            counts = len(capture.lines())
            rig.wait_for('three seconds of its own', lambda: len(capture.lines()) >= counts + 3)
            with open(f'/proc/{capture.pid}/stat', encoding='ascii') as file:
                ticks = sum(map(int, file.read().rsplit(') ')[1].split()[11:13]))
            self.assertLess(ticks / os.sysconf('SC_CLK_TCK'), 1)

    def test_deleted(self):
        with rig.Veth() as cable, rig.Capture(HELPER, '--filter=udp', interface='here') as capture:
            capture.begun().says('link up')
            rig.send_datagrams(100, to=('10.9.0.1', 9), source=cable.other.pid)
            rig.ip('link', 'delete', 'here')
            status, pcap = capture.ended()
            said = capture.process.stderr.read()
        self.assertEqual((status, len(pcap.packets), capture.counts()), (1, 100, (100, 0, 0, 100)))
        self.assertIn('link gone', capture.lines())
        self.assertEqual(capture.lines()[-1], 'error no-such-interface The interface here is gone.')
        self.assertEqual(said, b'tls-ladder-capture: The interface here is gone.\n')

    def test_deleted_when_it_was_down(self):
        with rig.Veth(), rig.Capture(HELPER, interface='here') as capture:
            capture.begun()
            rig.ip('link', 'set', 'here', 'down')
            capture.says('link down')
            rig.ip('link', 'delete', 'here')
            self.assertEqual(capture.ended()[0], 1)
        self.assertIn('link gone', capture.lines())

    def test_moved_away(self):
        """Into another namespace: gone, as far as this one knows."""
        with rig.Veth() as cable, rig.Capture(HELPER, interface='here') as capture:
            capture.begun()
            rig.ip('link', 'set', 'here', 'netns', str(cable.other.pid))
            self.assertEqual(capture.ended()[0], 1)
        self.assertIn('link gone', capture.lines())

    def test_renamed(self):
        with rig.Veth() as cable, rig.Capture(HELPER, '--filter=udp', interface='here') as capture:
            capture.begun()
            rig.ip('link', 'set', 'here', 'down')
            capture.says('link down')
            rig.ip('link', 'set', 'here', 'name', 'elsewhere')
            rig.ip('link', 'set', 'elsewhere', 'up')
            rig.wait_for('the link', lambda: capture.lines().count('link up') == 2)
            rig.send_datagrams(100, to=('10.9.0.1', 9), source=cable.other.pid)
            status, pcap = capture.stop()
        self.assertEqual((status, len(pcap.packets)), (0, 100))

    def test_down_from_the_start(self):
        with rig.Veth():
            rig.ip('link', 'set', 'here', 'down')
            with rig.Capture(HELPER, interface='here') as capture:
                self.assertEqual(capture.ended()[0], 1)
        self.assertEqual(capture.lines(), ['error interface-down The interface here is down.'])

    def test_others_go_when_any_is_captured(self):
        with rig.Veth() as cable, rig.Capture(HELPER, '--filter=udp', interface='any') as capture:
            capture.begun()
            rig.send_datagrams(100, to=('10.9.0.1', 9), source=cable.other.pid)
            rig.ip('link', 'delete', 'here')
            rig.send_datagrams(100)
            status, pcap = capture.stop()
        self.assertEqual((status, len(pcap.packets), capture.counts()), (0, 200, (200, 0, 0, 200)))


if __name__ == '__main__':
    print('in namespaces of', rig.enter_namespaces())
    unittest.main(argv=sys.argv[:1])
