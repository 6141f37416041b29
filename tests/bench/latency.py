#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""How long after its last packet is a handshake shown?

Real handshakes in namespaces of their own, with key logs that grow: how long until the JSON of "tls-ladder-cli --each-handshake" has it, until
the list of the window has it as established, and for the first of each capture, until the ladder has its Finished: as a screen reader sees it.
With --rate, other traffic goes on meanwhile. Needs what tests/bench/soak.py needs, and at-spi2.
"""
import argparse
import glob
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

import soak
from soak import rig

PORT = 4433
GOAL = 200


class Server:
    """TLS in the other namespace; one answer to each connection."""
    def __init__(self, folder, namespace):
        self.key = os.path.join(folder, 'key.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', self.key,
                        '-out', self.key + '.crt', '-subj', '/CN=server.example.test', '-days', '2'], check=True, capture_output=True)
        self.process = subprocess.Popen(['nsenter', '-t', str(namespace), '-n', 'openssl', 's_server', '-key', self.key, '-cert', self.key + '.crt',
                                         '-accept', f'10.9.0.2:{PORT}', '-www'],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        while b'ACCEPT' not in self.process.stdout.readline():
            pass

    def end(self):
        self.process.kill()
        self.process.communicate()


def client_context(keys, version):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = context.maximum_version = version
    if keys:
        context.keylog_filename = keys
    return context


def connect():
    connection = socket.create_connection(('10.9.0.2', PORT))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def shake_hands(name, keys, version):
    """A handshake; when its last packet was sent or had come, by the clock that nobody sets. The connection stays open."""
    tls = client_context(keys, version).wrap_socket(connect(), server_hostname=name, do_handshake_on_connect=False)
    tls.do_handshake()
    return time.monotonic(), tls


def shake_hands_slowly(name, keys):
    """A handshake of TLS 1.3 up to the client's Finished: the connection, and what is still to be sent."""
    connection, received, sent = connect(), ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = client_context(keys, ssl.TLSVersion.TLSv1_3).wrap_bio(received, sent, server_hostname=name)
    while True:
        try:
            tls.do_handshake()
            return connection, sent.read()
        except ssl.SSLWantReadError:
            connection.sendall(sent.read())
            received.write(connection.recv(65536))


def told(what, times):
    times = sorted(times)
    share = lambda part: times[min(int(part * len(times)), len(times) - 1)]
    good = times[-1] < GOAL
    print(f'{"good    " if good else "TOO LATE"} {what}: {len(times)} handshakes, half of them within {share(.5):.0f} ms, 90 % within {share(.9):.0f} ms, '
          f'99 % within {share(.99):.0f} ms, all within {times[-1]:.0f} ms', flush=True)
    return good


VERSIONS = [ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.TLSv1_2]


def measure_cli(options, folder, keys):
    command = [os.path.join(options.build, 'app', 'tls-ladder-cli'), '--format=json', '--each-handshake', '-i', 'here']
    program = subprocess.Popen(command + (['--keylog', keys] if keys else []), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    arrived, lossy = {}, []

    def read():
        for line in program.stdout:
            now = time.monotonic()
            if '.latency.test' in line:
                conversation = json.loads(line)
                arrived.setdefault(conversation['server_name'], now)
                if any(finding['id'] == 'bytes-lost' for finding in conversation['findings']):
                    lossy.append(conversation['server_name'])

    reader = threading.Thread(target=read)
    reader.start()
    rig.wait_for('the helper', lambda: soak.helper_of(program.pid))
    time.sleep(1)
    times = []
    for i in range(options.handshakes):
        name = f'n{i}.latency.test'
        done, tls = shake_hands(name, keys, VERSIONS[i % 2])
        try:
            rig.wait_for(name, lambda: name in arrived)
            times.append(1000 * (arrived[name] - done))
        except AssertionError:
            print('NEVER    ', name)
            break
        tls.close()
        time.sleep(0.01 * (i % 7))
    program.send_signal(signal.SIGINT)
    reader.join()
    print('        ', program.communicate()[1].strip(), 'With lost bytes:', ' '.join(lossy) or 'none')
    return told(f'JSON, {"with" if keys else "without"} a key log', times)


class Watcher:
    """The window, as a screen reader sees it."""
    def __init__(self, options, keys):
        import gi
        gi.require_version('Atspi', '2.0')
        from gi.repository import Atspi, GLib
        self.atspi, self.fault = Atspi, GLib.Error
        watched = ['--keylog', keys] if keys else []
        self.process = subprocess.Popen([os.path.join(options.build, 'app', 'tls-ladder'), '-i', 'here', *watched],
                                        env={**os.environ, 'GSETTINGS_SCHEMA_DIR': os.path.join(options.build, 'app', 'data')})
        rig.wait_for('the helper', lambda: soak.helper_of(self.process.pid))
        self.root = rig.wait_for('the window', self.find_root)
        time.sleep(1)

    def find_root(self):
        desktop = self.atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def all(self, node):
        stack = [node]
        while stack:
            node = stack.pop()
            try:
                if node is not None:
                    node.clear_cache()
                    yield node, node.get_name() or ''
                    stack.extend(node.get_child_at_index(i) for i in reversed(range(node.get_child_count())))
            except self.fault:
                pass # it has gone meanwhile

    def find(self, words, root=None):
        for node, name in self.all(root or self.root):
            if name.startswith(words[0]) and all(word in name for word in words):
                return node
        return None

    def count(self, node):
        try:
            node.clear_cache()
            return node.get_child_count()
        except self.fault:
            return 0

    def has(self, node, words, begin):
        """Whether one of its children from @begin on has a name that begins so: looked at when there is another one."""
        names = (node.get_child_at_index(i).get_name() or '' for i in range(begin, self.count(node)))
        return any(name.startswith(words) for name in names)

    def last_row(self, rows):
        """The name of the last row."""
        try:
            rows.clear_cache()
            row = rows.get_child_at_index(rows.get_child_count() - 1)
            row.clear_cache()
            return row.get_name() or ''
        except (self.fault, AttributeError):
            return ''

    def end(self):
        self.process.kill()
        self.process.wait()
        for path in glob.glob(os.environ['XDG_RUNTIME_DIR'] + '/tls-ladder*'):
            shutil.rmtree(path, ignore_errors=True)


def measure_ladder(options, keys):
    """Of the conversation that is on show: from its last packet until there is another step."""
    times = []
    for i in range(options.windows):
        window = Watcher(options, keys)
        connection, last = shake_hands_slowly(f'n{i}.latency.test', keys)
        ladder = rig.wait_for('the ladder', lambda: window.find(['CertificateVerify', 'to client'])).get_parent()
        time.sleep(1)
        before = window.count(ladder)
        connection.sendall(last)
        done = time.monotonic()
        rig.wait_for('Finished on the ladder', lambda: window.has(ladder, 'Finished, client', before))
        times.append(1000 * (time.monotonic() - done))
        connection.close()
        window.end()
    return told('ladder of the window', times)


def measure_list(options, keys):
    window, times = Watcher(options, keys), []
    for i in range(options.handshakes):
        name = f'n{i}.latency.test'
        done, tls = shake_hands(name, keys, VERSIONS[i % 2])
        if i == 0:
            rows = rig.wait_for('the list', lambda: window.find([name, 'established'])).get_parent()
        rig.wait_for(name, lambda: window.last_row(rows).startswith(name) and 'established' in window.last_row(rows))
        times.append(1000 * (time.monotonic() - done))
        tls.close()
        time.sleep(0.01 * (i % 7))
    window.end()
    return told(f'list of the window, {"with" if keys else "without"} a key log', times[1:])


def measure(options, folder):
    keys = os.path.join(folder, 'keys.log')
    good = True
    with rig.Veth() as veth:
        server, sender = Server(folder, veth.other.pid), None
        if options.rate:
            sender = subprocess.Popen(['nsenter', '-t', str(veth.other.pid), '-n', soak.compile_sender(folder), 'there', '-p', str(options.rate),
                                       '-r', os.path.join(soak.HERE, 'recordings')], stdout=subprocess.DEVNULL)
        for what in options.what.split(','):
            if what == 'cli':
                good &= measure_cli(options, folder, None)
                good &= measure_cli(options, folder, keys)
            if what == 'list':
                good &= measure_list(options, None)
                good &= measure_list(options, keys)
            if what == 'ladder':
                good &= measure_ladder(options, keys)
        if sender:
            sender.terminate()
            sender.wait()
        server.end()
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('build', help='build directory, with the window')
    parser.add_argument('--handshakes', type=int, default=60)
    parser.add_argument('--windows', type=int, default=8, help='how often the ladder is looked at, each in a new window')
    parser.add_argument('--rate', type=int, default=0, help='packets of other traffic in a second')
    parser.add_argument('--what', default='cli,list,ladder')
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    soak.enter(options.what != 'cli', 'atspi')
    folder = tempfile.mkdtemp(prefix='tls-ladder-latency-')
    try:
        good = measure(options, folder)
    finally:
        shutil.rmtree(folder)
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
