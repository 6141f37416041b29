#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""What the capture helper writes: every packet once, and what it could not write is counted.

usage: stream_test.py HELPER DETOUR
"""
import os
import signal
import socket
import subprocess
import sys
import time
import unittest

import rig

HELPER, DETOUR = sys.argv[1:3]


class Stream(unittest.TestCase):
    def test_header_comes_before_any_packet(self):
        with rig.Capture(HELPER) as capture:
            rig.wait_for('the header', lambda: len(capture.out.data) == 24)
            status, pcap = capture.stop()
        self.assertEqual(status, 0)
        self.assertEqual((pcap.magic, pcap.snaplen, pcap.link_type), (0xa1b23c4d, 262144, 1))
        self.assertEqual(pcap.packets, [])

    def test_each_datagram_is_there_once_and_in_order(self):
        before = time.time()
        with rig.Capture(HELPER, '--filter=udp') as capture:
            capture.begun()
            rig.send_datagrams(5000)
            rig.wait_for('all packets', lambda: len(capture.out.data) >= 24 + 5000 * (16 + 142))
            status, pcap = capture.stop()
        self.assertEqual(status, 0)
        self.assertEqual(rig.numbers_of(pcap), list(range(5000)))
        self.assertEqual(capture.counts(), (5000, 0, 0, 5000))
        self.assertEqual((pcap.rest, {length for _, length, _ in pcap.packets}), (0, {142}))
        times = [seconds for seconds, _, _ in pcap.packets]
        self.assertEqual(times, sorted(times))
        self.assertTrue(before - 1 < times[0] and times[-1] < time.time() + 1)

    def test_packets_are_not_held_back(self):
        with rig.Capture(HELPER, '--filter=udp') as capture:
            capture.begun()
            for i in range(1, 20):
                rig.send_datagrams(1)
                rig.wait_for('a single packet', lambda n=i: len(capture.out.data) == 24 + n * (16 + 142))

    def test_end_takes_what_was_captured_along(self):
        for _ in range(20):
            with rig.Capture(HELPER, '--filter=udp') as capture:
                capture.begun()
                rig.send_datagrams(100)
                status, pcap = capture.stop()
            self.assertEqual((status, len(pcap.packets), capture.counts()), (0, 100, (100, 0, 0, 100)))

    def test_snaplen(self):
        with rig.Capture(HELPER, '--snaplen=64', '--filter=udp') as capture:
            capture.begun()
            rig.send_datagrams(10, size=1000)
            _, pcap = capture.stop()
        self.assertEqual(pcap.snaplen, 64)
        self.assertEqual([(length, len(data)) for _, length, data in pcap.packets], [(1042, 64)] * 10)

    def test_largest_packets(self):
        with rig.Capture(HELPER, '--filter=udp') as capture:
            capture.begun()
            rig.send_datagrams(300, size=65000)
            _, pcap = capture.stop()
        self.assertEqual({len(data) for _, _, data in pcap.packets}, {65042})
        self.assertEqual(capture.counts()[0], len(pcap.packets) + capture.counts()[1])

    def test_filter(self):
        with rig.Capture(HELPER, '--filter=udp dst port 10') as capture:
            capture.begun()
            rig.send_datagrams(50, to=('127.0.0.1', 9))
            rig.send_datagrams(7, to=('127.0.0.1', 10))
            _, pcap = capture.stop()
        self.assertEqual((len(pcap.packets), capture.counts()), (7, (7, 0, 0, 7)))

    def test_only_of_its_interface(self):
        with rig.Veth() as cable:
            with rig.Capture(HELPER, '--filter=udp', interface='here') as here, rig.Capture(HELPER, '--filter=udp') as loopback:
                here.begun()
                loopback.begun()
                rig.send_datagrams(30)
                rig.send_datagrams(70, to=('10.9.0.1', 9), source=cable.other.pid)
                rig.wait_for('all of them', lambda: [len(rig.Pcap(bytes(each.out.data)).packets) for each in (here, loopback)] == [70, 30])
                self.assertEqual((len(here.stop()[1].packets), len(loopback.stop()[1].packets)), (70, 30))
                self.assertEqual((here.counts(), loopback.counts()), ((70, 0, 0, 70), (30, 0, 0, 30)))

    def test_what_came_before_the_filter(self):
        """Nothing that the filter keeps out is counted, and what is counted is written."""
        for interface, header in (('lo', 14), ('any', 16)):
            with rig.Capture(HELPER, '--filter=udp dst port 10', interface=interface, env=rig.detour(DETOUR, 'stop')) as capture:
                for _ in range(2):
                    self.assertEqual(os.waitid(os.P_PID, capture.pid, os.WSTOPPED | os.WEXITED).si_code, os.CLD_STOPPED)
                    rig.send_datagrams(500)
                    rig.send_datagrams(40, to=('127.0.0.1', 10))
                    capture.process.send_signal(signal.SIGCONT)
                capture.begun()
                rig.send_datagrams(500)
                rig.send_datagrams(40, size=120, to=('127.0.0.1', 10))
                # The kernel takes what passes "lo" in when it finds the time.
                rig.wait_for('the last of them', lambda: [len(data) for *_, data in rig.Pcap(bytes(capture.out.data)).packets].count(
                    header + 28 + 120) == 40)
                _, pcap = capture.stop()
                numbers = rig.numbers_of(pcap, header)
                self.assertEqual(capture.counts(), (len(numbers), 0, 0, len(numbers)))
                self.assertEqual(numbers[-40:], list(range(40)))
                self.assertLessEqual(len(numbers), 120)

    def test_any_counts_what_passes_lo_once(self):
        with rig.Capture(HELPER, '--filter=udp', interface='any') as capture:
            capture.begun()
            rig.send_datagrams(500)
            rig.wait_for('all of them', lambda: len(rig.Pcap(bytes(capture.out.data)).packets) >= 500)
            _, pcap = capture.stop()
        self.assertEqual(pcap.link_type, 113)
        self.assertEqual(rig.numbers_of(pcap, header=16), list(range(500)))
        self.assertEqual(capture.counts(), (500, 0, 0, 500))

    def test_to_a_file(self):
        with open(os.path.join(os.environ.get('TMPDIR', '/tmp'), f'tls-ladder-stream-{os.getpid()}'), 'w+b') as file:
            os.unlink(file.name)
            with rig.Capture(HELPER, '--filter=udp', stdout=file) as capture:
                capture.begun()
                rig.send_datagrams(100)
                capture.stop()
            file.seek(0)
            self.assertEqual(len(rig.Pcap(file.read()).packets), 100)

    def test_by_hand(self):
        """Nobody knows of a control descriptor: the counts are said at the end."""
        with subprocess.Popen([HELPER, '-i', 'lo', '--filter', 'udp'], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            header = process.stdout.read(24)
            rig.send_datagrams(100)
            process.terminate()
            out, said = process.communicate(timeout=rig.WAIT)
        self.assertEqual((process.returncode, len(rig.Pcap(header + out).packets)), (0, 100))
        self.assertEqual(said, b'counts received=100 dropped=0 interface_dropped=0 written=100\n')

    def test_what_the_interface_loses(self):
        """Not what it lost before; and some drivers count from zero again."""
        with rig.Capture(HELPER, env=rig.detour(DETOUR, 'lose')) as capture:
            lost = lambda: [match.group(3) for match in map(rig.COUNTS.match, capture.lines()) if match]
            rig.wait_for('three counts', lambda: len(lost()) >= 3)
            self.assertEqual(lost()[:3], ['0', '3', '2'])

    def test_end_amid_traffic(self):
        """What comes after the end was asked for is no part of it, or is written."""
        script = "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nwhile True:\n  s.sendto(b'x', ('127.0.0.1', 9))"
        receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        receiver.bind(('127.0.0.1', 9))
        with receiver, subprocess.Popen([sys.executable, '-c', script]) as sender:
            try:
                for _ in range(10):
                    with rig.Capture(HELPER, '--filter=udp') as capture:
                        rig.wait_for('traffic', lambda out=capture.out: len(out.data) > 10000)
                        _, pcap = capture.stop()
                    self.assertEqual(capture.counts(), (len(pcap.packets), 0, 0, len(pcap.packets)))
            finally:
                sender.kill()

    def test_counts_come_without_packets(self):
        with rig.Capture(HELPER) as capture:
            rig.wait_for('three counts', lambda: sum(map(bool, map(rig.COUNTS.match, capture.lines()))) >= 3)


class Overload(unittest.TestCase):
    """The reader does not read: the kernel drops, and says how much."""
    def check(self, sent, status, pcap, counts):
        received, dropped, _, written = counts
        self.assertEqual(status, 0)
        self.assertEqual(received, sent)
        self.assertEqual(written + dropped, sent)
        self.assertGreater(dropped, 0)
        self.assertEqual(len(pcap.packets), written)
        numbers = rig.numbers_of(pcap)
        self.assertEqual(numbers, sorted(set(numbers)))

    def test_sent_is_written_and_dropped(self):
        with rig.Capture(HELPER, '--filter=udp', held=True) as capture:
            capture.begun()
            rig.send_datagrams(30000, size=1400)
            rig.wait_for('drops', lambda: capture.counts()[0] == 30000)
            capture.out.go.set()
            status, pcap = capture.stop()
        self.check(30000, status, pcap, capture.counts())

    def test_sent_through_a_cable_is_written_and_dropped(self):
        with rig.Veth() as cable, rig.Capture(HELPER, '--filter=udp', interface='here', held=True) as capture:
            capture.begun()
            rig.send_datagrams(30000, size=1400, to=('10.9.0.1', 9), source=cable.other.pid)
            rig.wait_for('drops', lambda: capture.counts()[0] == 30000)
            capture.out.go.set()
            status, pcap = capture.stop()
        self.check(30000, status, pcap, capture.counts())

    def test_counts_go_on_while_a_write_blocks(self):
        with rig.Capture(HELPER, '--filter=udp', held=True) as capture:
            capture.begun()
            rig.send_datagrams(20000, size=1400)
            rig.wait_for('drops', lambda: capture.counts()[0] == 20000)
            self.assertGreater(capture.counts()[1], 0)
            self.assertLess(capture.counts()[3], 20000)
            capture.out.go.set()

    def test_reader_that_never_reads_does_not_keep_it_alive(self):
        with rig.Capture(HELPER, '--filter=udp', held=True) as capture:
            capture.begun()
            # It finds so much at once that the pipe ends in the middle of a packet, which does not count; what still waits then is lost.
            capture.process.send_signal(signal.SIGSTOP)
            rig.send_datagrams(400, size=60000)
            capture.process.send_signal(signal.SIGCONT)
            capture.process.terminate()
            self.assertEqual(capture.process.wait(rig.WAIT), 0)
            capture.out.go.set()
            pcap = rig.Pcap(capture.out.bytes())
            capture.said.bytes()
        self.assertGreater(pcap.rest, 16)
        self.check(400, 0, pcap, capture.counts())

    def test_reader_that_takes_it_all_with_delays(self):
        with rig.Capture(HELPER, '--filter=udp', stdout=subprocess.PIPE) as capture:
            capture.begun()
            capture.out = rig.Collector(capture.process.stdout.fileno())
            for _ in range(5):
                rig.send_datagrams(2000, size=1400)
            rig.wait_for('all of them', lambda: capture.counts()[3] + capture.counts()[1] == 10000)
            status, pcap = capture.stop()
        self.assertEqual((status, len(pcap.packets)), (0, capture.counts()[3]))


if __name__ == '__main__':
    print('in namespaces of', rig.enter_namespaces())
    unittest.main(argv=sys.argv[:1])
