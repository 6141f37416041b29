#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""Capture for a long time: does memory stay flat, do descriptors, and does the window answer?

In namespaces of their own, which take no privilege, tests/bench/send.c puts real handshakes and bulk data on a veth pair, and
tls-ladder-capture, tls-ladder-cli and tls-ladder (on an X server of its own) capture them at the same time, each by itself. Prints, again
and again, what each of them takes: memory, descriptors, for the window the longest time that it took to answer on its bus; and
at the end whether what was sent is what was captured and lost.

The needs: an X server (Xvfb), dbus-run-session, the system's Python with PyGObject, a C compiler, a build with the window.
"""
import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'capture'))
import rig  # noqa: E402

NAME, WINDOW = 'io.github.tls_ladder.TlsLadder', '/io/github/tls_ladder/TlsLadder/window/1'
DISPLAY_MARK = 'TL_WITH_DISPLAY'
PROBE_EVERY = 0.05
SLOW = 0.1 # seconds, that nobody should wait for an answer
FLAT, FLAT_MB = 1.05, 4 # what the second half of the time may grow by


def enter(with_display, accessibility='test'):
    """Goes on in namespaces, and where there is a window, with a display."""
    rig.enter_namespaces()
    if with_display and DISPLAY_MARK not in os.environ:
        os.environ.update({DISPLAY_MARK: 'yes', 'GTK_A11Y': accessibility})
        command = os.path.join(ROOT, 'tests', 'ui', 'with-display')
        os.execv(command, [command, sys.executable, *sys.argv])


def memory_of(pid):
    """Megabytes, without what is shared with files."""
    status = rig.status_of(pid)
    return int(status['RssAnon'].split()[0]) / 1024


def descriptors_of(pid):
    return len(os.listdir(f'/proc/{pid}/fd'))


def processor_of(pid):
    with open(f'/proc/{pid}/stat', encoding='ascii') as file:
        fields = file.read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def main_loop_of(pid):
    """For how long its first thread has run, and waited for a processor, in milliseconds."""
    with open(f'/proc/{pid}/task/{pid}/schedstat', encoding='ascii') as file:
        ran, waited, _ = file.read().split()
    return int(ran) / 1e6, int(waited) / 1e6


def size_of_spool(pid):
    """Megabytes of the largest file without a name that it has open."""
    sizes = [0]
    for name in os.listdir(f'/proc/{pid}/fd'):
        path = f'/proc/{pid}/fd/{name}'
        try:
            if os.readlink(path).endswith('(deleted)'):
                sizes.append(os.stat(path).st_size)
        except FileNotFoundError:
            pass
    return max(sizes) / 1e6


def helper_of(pid):
    """The program that captures for it."""
    children = subprocess.run(['ps', '-o', 'pid=', '--ppid', str(pid)], capture_output=True, text=True, check=False).stdout.split()
    return int(children[0]) if children else None


class Prober(threading.Thread):
    """Asks the window for its actions, again and again: it answers in its main loop."""
    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid = pid
        from gi.repository import Gio, GLib # only where there is a window to ask
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.flags, self.type, self.fault = Gio.DBusCallFlags.NONE, GLib.VariantType('(as)'), GLib.Error
        self.times, self.runs, self.stop = [], [], threading.Event()

    def ask(self):
        before = time.monotonic()
        self.bus.call_sync(NAME, WINDOW, 'org.gtk.Actions', 'List', None, self.type, self.flags, -1, None)
        return time.monotonic() - before

    def run(self):
        while not self.stop.wait(PROBE_EVERY):
            try:
                before = main_loop_of(self.pid)
                taken = self.ask()
                after = main_loop_of(self.pid)
                self.times.append(taken)
                self.runs.append(after[0] - before[0])
                if taken > SLOW:
                    print(f'            the window took {1000 * taken:.0f} ms to answer: its main loop ran for {after[0] - before[0]:.0f} ms, and '
                          f'waited for a processor for {after[1] - before[1]:.0f} ms', flush=True)
            except self.fault:
                return

    def take(self):
        """The times since the last call, sorted, in milliseconds, and for how long its main loop ran meanwhile, at most."""
        times, runs, self.times, self.runs = self.times, self.runs, [], []
        return sorted(1000 * value for value in times) or [0], max(runs, default=0)


class Helper:
    name = 'helper'

    def __init__(self, build, _folder):
        self.sink = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.capture = rig.Capture(os.path.join(build, 'app', 'tls-ladder-capture'), interface='here', stdout=self.sink.stdin)
        self.sink.stdin.close()
        self.pid = self.helper = self.capture.begun().pid

    def more(self):
        return ''

    def end(self):
        self.capture.process.send_signal(signal.SIGTERM)
        self.capture.process.wait(rig.WAIT)
        self.capture.said.bytes()
        received, dropped, lost, written = self.capture.counts()
        self.capture.__exit__()
        self.sink.wait(rig.WAIT)
        return written, dropped + lost, f'received {received}'


class Cli:
    name = 'cli'

    def __init__(self, build, folder):
        self.output = os.path.join(folder, 'cli.lines')
        self.counter = subprocess.Popen(['wc', '-l'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process = subprocess.Popen([os.path.join(build, 'app', 'tls-ladder-cli'), '--format=json', '-i', 'here'],
                                        stdout=self.counter.stdin, stderr=subprocess.PIPE, text=True)
        self.counter.stdin.close()
        self.counter.stdin = None
        self.pid = self.process.pid
        self.helper = rig.wait_for('the helper of the cli', lambda: helper_of(self.pid))

    def more(self):
        return ''

    def end(self):
        self.process.send_signal(signal.SIGINT)
        said = self.process.stderr.read()
        self.process.wait(rig.WAIT)
        lines = self.counter.communicate()[0].strip()
        shown, lost = re.search(r'(\d+) packets captured, (?:none|(\d+)) lost', said).groups()
        return int(shown), int(lost or 0), f'{lines} conversations'


class Window:
    name = 'window'

    def __init__(self, build, folder):
        self.log = open(os.path.join(folder, 'window.log'), 'w+', encoding='utf-8')
        self.process = subprocess.Popen([os.path.join(build, 'app', 'tls-ladder'), '-i', 'here'], stderr=self.log,
                                        env={**os.environ, 'GSETTINGS_SCHEMA_DIR': os.path.join(build, 'app', 'data')})
        self.pid = self.process.pid
        self.helper = rig.wait_for('the helper of the window', lambda: helper_of(self.pid))
        self.prober = Prober(self.pid)
        rig.wait_for('the window', self.answers)
        self.prober.start()

    def answers(self):
        try:
            return self.prober.ask()
        except self.prober.fault:
            return None

    def more(self):
        times, longest = self.prober.take()
        return (f'  answers in {times[len(times) // 2]:.1f} ms, at most {times[-1]:.0f} ms ({longest:.0f} ms of work), '
                f'{sum(t > 1000 * SLOW for t in times)} of {len(times)} beyond {1000 * SLOW:.0f} ms; spool {size_of_spool(self.pid):.0f} MB')

    def end(self):
        self.prober.stop.set()
        self.prober.join(rig.WAIT)
        self.process.terminate()
        self.process.wait(rig.WAIT)
        self.log.seek(0)
        return None, None, self.log.read()[-500:]


PROGRAMS = {'helper': Helper, 'cli': Cli, 'window': Window}


def compile_sender(folder):
    sender = os.path.join(folder, 'send')
    subprocess.run([os.environ.get('CC', 'cc'), '-O2', '-D_GNU_SOURCE', '-o', sender]
                   + [os.path.join(HERE, source) for source in ('send.c', 'connection.c', 'recording.c', 'wire.c')], check=True)
    return sender


def report(programs, minute, history, before):
    for program in programs:
        memory, descriptors, processor = memory_of(program.pid), descriptors_of(program.pid), processor_of(program.pid)
        helper = '' if program.helper == program.pid else f'  its helper {memory_of(program.helper):.1f} MB {descriptors_of(program.helper)} fds'
        share = 100 * (processor - before.get(program.name, 0)) / history['every']
        before[program.name] = processor
        history.setdefault(program.name, []).append((memory, descriptors))
        print(f'{minute:5.1f} min  {program.name:7} {memory:7.1f} MB {descriptors:3d} fds {share:4.0f} % cpu{helper}{program.more()}', flush=True)


def judge(name, samples):
    """Whether the second half is as the first half ended."""
    half = len(samples) // 2
    before, after = samples[max(half - 1, 0)][0], max(sample[0] for sample in samples[half:])
    memory = after / before
    flat = (memory <= FLAT or after - before < FLAT_MB) and samples[-1][1] <= samples[max(half - 1, 0)][1]
    print(f'{"flat    " if flat else "NOT FLAT"} {name}: from the middle to the end {100 * (memory - 1):+.1f} % of memory, '
          f'{samples[-1][1] - samples[max(half - 1, 0)][1]:+d} descriptors')
    return flat


def soak(options, folder):
    with open('/proc/sys/net/ipv6/conf/default/disable_ipv6', 'w', encoding='ascii') as file:
        file.write('1') # the kernel would send by itself
    for command in ('link add here type veth peer name there', 'link set here up', 'link set there up'):
        rig.ip(*command.split())
    programs = [PROGRAMS[name](options.build, folder) for name in options.what.split(',')]
    time.sleep(3)
    for program in programs:
        print(f'before: {program.name:7} {memory_of(program.pid):7.1f} MB {descriptors_of(program.pid):3d} fds{program.more()}', flush=True)
    sender = subprocess.Popen([compile_sender(folder), 'there', '-p', str(options.rate), '-b', str(options.bulk), '-r', os.path.join(HERE, 'recordings')],
                              stdout=subprocess.PIPE, text=True)
    history, before, begun, good = {'every': options.every}, {}, time.monotonic(), True
    for i in range(1, int(options.seconds / options.every) + 1):
        time.sleep(max(begun + i * options.every - time.monotonic(), 0))
        report(programs, i * options.every / 60, history, before)
    sender.terminate()
    sent = json.loads(sender.communicate()[0])
    print(f'sent {sent["packets"]} packets, {sent["packets"] / sent["seconds"]:.0f} a second, {sent["connections"]} connections')
    time.sleep(2)
    for program in programs:
        shown, lost, more = program.end()
        if shown is not None:
            right = shown + lost == sent['packets']
            good &= right
            print(f'{"right   " if right else "WRONG   "} {program.name}: {shown} shown + {lost} lost ({more})')
        elif more:
            print(program.name, 'said:', more)
        if not options.overload:
            good &= judge(program.name, history[program.name])
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', help='build directory, with the window')
    parser.add_argument('--seconds', type=float, default=600)
    parser.add_argument('--every', type=float, default=60, help='seconds between two reports')
    parser.add_argument('--rate', type=int, default=20000, help='packets a second; 0: as many as can be sent')
    parser.add_argument('--bulk', type=int, default=60000, help='bytes in each connection, on average; 0: nothing but handshakes')
    parser.add_argument('--what', default='helper,cli,window')
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    options.overload = options.rate == 0
    enter('window' in options.what)
    folder = tempfile.mkdtemp(prefix='tls-ladder-soak-')
    try:
        good = soak(options, folder)
    finally:
        shutil.rmtree(folder)
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
