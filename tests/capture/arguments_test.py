#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""What the capture helper accepts, how it refuses the rest, and that no arguments make it open anything else.

usage: arguments_test.py HELPER DETOUR
"""
import concurrent.futures
import os
import pty
import random
import re
import subprocess
import sys
import tempfile
import unittest

import rig

HELPER, DETOUR = sys.argv[1:3]
VECTORS = 1000
SEED = 20261129

# What it may open, and all of it to read: its libraries, what libcap-ng asks of the kernel, what libpcap looks up about the interface,
# and the names of ports and protocols that may stand in a filter.
MAY_OPEN = re.compile(r'(/etc/ld\.so\.(cache|preload)|(/usr)?/lib(32|64)?/[^ ]*\.so[.0-9]*|/proc/(self|\d+)/(status|maps|cmdline|environ)'
                      r'|/proc/sys/(kernel/cap_last_cap|vm/overcommit_memory)|/sys/class/net/[^/"]*(/[a-z0-9_]+)*|/dev/null'
                      r'|/etc/(services|protocols|networks|ethers|hosts|host\.conf|resolv\.conf|gai\.conf|nsswitch\.conf|passwd))$')
CALL = re.compile(r'^\d+ +(\w+)\((.*)\) += (-?\d+)')
TRACED = 'trace=open,openat,openat2,creat,execve,execveat,socket,socketpair,connect,bind,fork,vfork,clone,clone3,ptrace,sendto,sendmsg'


def run(*arguments, **more):
    """Runs the helper with nobody who reads: who was right begins, and ends at once."""
    reader, writer = os.pipe()
    control_reader, control = os.pipe()
    os.close(reader)
    done = subprocess.run([HELPER, f'--control-fd={control}', *arguments], stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE,
                          pass_fds=[control], timeout=rig.WAIT, check=False, **more)
    os.close(writer)
    os.close(control)
    with open(control_reader, encoding='utf-8') as file:
        done.said = file.read().splitlines()
    return done


class Arguments(unittest.TestCase):
    def refused(self, code, status, *arguments):
        done = run(*arguments)
        self.assertEqual((done.returncode, len(done.said)), (status, 1), (arguments, done.said))
        self.assertTrue(done.said[0].startswith(f'error {code} '), done.said)
        # The same sentence, on a line of its own, for people.
        sentence = done.said[0].split(' ', 2)[2]
        self.assertEqual(done.stderr.decode(), f'tls-ladder-capture: {sentence}\n')
        self.assertTrue(sentence.isprintable() and sentence.isascii() and len(sentence) > 10, sentence)
        return sentence

    def test_right_ones(self):
        for arguments in (['lo'], ['any'], ['--snaplen=64', 'lo'], ['--snaplen=262144', 'lo'], ['--promiscuous', 'lo'],
                          ['lo', '--filter='], ['--filter=tcp port 443 or (udp and host 127.0.0.1)', 'lo'], ['--filter=ip6', 'lo'],
                          ['--filter=port https', 'any'], ['--', 'lo'], ['--promiscuous', '--', 'lo'], ['lo', '--'], ['-i', 'lo'],
                          ['--interface=lo'], ['--interface', 'lo', '--snaplen', '64', '--filter', 'tcp']):
            done = run(*arguments)
            self.assertEqual((done.returncode, done.stderr), (0, b''), arguments)

    def test_interface(self):
        for name in ('', '.', '..', '-', '--', '-lo', 'lo ', ' lo', 'lo:1', '../lo', '/dev/net/tun', 'l\no', 'l\x1b[2Jo', 'löö', 'a' * 16,
                     'a' * 4000):
            self.refused('bad-arguments', 2, name)
        self.refused('bad-arguments', 2)
        for arguments in (['lo', 'lo'], ['--', '-lo'], ['--', '--promiscuous'], ['--', 'lo', 'lo'], ['--', '--', 'lo'],
                          ['-i', 'lo', 'lo'], ['-i'], ['-i', ''], ['--interface=-lo'], ['-i', '--', 'lo']):
            self.refused('bad-arguments', 2, *arguments)
        # libpcap knows all these, without an interface of that name.
        for name in ('eth77', 'LO', 'lo2', 'usbmon0', 'nflog', 'nfqueue', 'bluetooth0', 'bluetooth', 'dbus-system', 'dbus-session',
                     'netmap', 'dpdk0', 'rdma0', 'rpcap'):
            self.refused('no-such-interface', 1, name)

    def test_name_that_libpcap_takes_for_something_else(self):
        rig.ip('link', 'add', 'nflog', 'type', 'veth', 'peer', 'name', 'usbmon7')
        for name in ('nflog', 'usbmon7'):
            rig.ip('link', 'set', name, 'up')
        for name in ('nflog', 'usbmon7'):
            done = run(name)
            self.assertEqual(done.returncode, 1, done.said)
            self.assertRegex(done.said[-1], '^error (not-supported|failed) ')
        rig.ip('link', 'delete', 'nflog')

    def test_socket_of_another_interface(self):
        """Whatever libpcap opens: what is not the named interface, or all when all were asked for, is not read."""
        with rig.Veth():
            for name, opened in (('lo', 'any'), ('lo', 'here'), ('here', 'lo'), ('here', 'any'), ('any', 'lo')):
                done = run(name, env=rig.detour(DETOUR, opened))
                self.assertEqual((done.returncode, done.said), (1, [f'error not-supported Nothing can be captured from {name}.']))
            self.assertEqual(run('lo', env=rig.detour(DETOUR, 'lo')).returncode, 0)

    def test_snaplen(self):
        for value in ('', '0', '63', '262145', '-64', '+64', ' 64', '64 ', '0x40', '1e3', '64.0', '999999999999999999999', '٦٤', '64\n'):
            self.refused('bad-arguments', 2, f'--snaplen={value}', 'lo')

    def test_options(self):
        for option in ('--snaplen', '--snaplength=64', '--promiscuous=1', '-p', '-f', '--FILTER=', '--interface=lo',
                       '--control-fd=', '--control-fd=0', '--control-fd=1', '--control-fd=2', '--control-fd=1023',
                       '--control-fd=-1', '--control-fd=99999999999', '--check', '--version'):
            self.refused('bad-arguments', 2, option, 'lo')
        for option in ('--snaplen', '--filter', '--interface', '--control-fd'):
            self.refused('bad-arguments', 2, 'lo', option)

    def test_help(self):
        """It tells all the options, the streams and the lines of the control descriptor."""
        for option in ('-h', '--help'):
            done = subprocess.run([HELPER, option], capture_output=True, text=True, check=True)
            self.assertEqual(done.stderr, '')
            for word in ('--snaplen=64..262144', '--filter=BPF', '--promiscuous', '--control-fd=N', '[-i] INTERFACE', 'standard output',
                         'standard error', 'pcap', 'counts received=N dropped=N interface_dropped=N written=N', 'link up|down|gone',
                         'error CODE sentence'):
                self.assertIn(word, done.stdout)
        with open('/dev/full', 'wb') as full:
            self.assertEqual(subprocess.run([HELPER, '--help'], stdout=full, check=False).returncode, 1)

    def test_control_that_cannot_be_written(self):
        with open('/dev/null', 'rb') as file:
            done = subprocess.run([HELPER, f'--control-fd={file.fileno()}', 'lo'], pass_fds=[file.fileno()], capture_output=True,
                                  check=False)
        self.assertEqual((done.returncode, done.stdout), (2, b''))

    def test_output_that_cannot_be_written(self):
        """Not even the header: that is no reader who went away."""
        for path, mode, why in (('/dev/full', 'wb', 'No space left on device'), ('/dev/null', 'rb', 'Bad file descriptor')):
            with open(path, mode) as file:
                done = subprocess.run([HELPER, 'lo'], stdout=file, stderr=subprocess.PIPE, text=True, timeout=rig.WAIT, check=False)
            self.assertEqual((done.returncode, done.stderr), (1, f'tls-ladder-capture: The packets cannot be written: {why}.\n'))

    def test_output_that_may_not_grow(self):
        with tempfile.TemporaryFile() as file:
            done = subprocess.run(['sh', '-c', 'ulimit -f 0; exec "$0" lo', HELPER], stdout=file, stderr=subprocess.PIPE, text=True,
                                  timeout=rig.WAIT, check=False)
        self.assertEqual((done.returncode, done.stderr), (1, 'tls-ladder-capture: The packets cannot be written: File too large.\n'))

    def test_filter(self):
        self.refused('bad-filter', 2, '--filter=' + 'a' * 4097, 'lo')
        self.refused('bad-filter', 2, '--filter=tcp\nport 1', 'lo')
        self.refused('bad-filter', 2, '--filter=tcp\x7f', 'lo')
        self.refused('bad-filter', 2, '--filter=tcp port ü', 'lo')
        for expression in ('tcp port', 'nonsense', '(((', 'port 99999', 'host 1.2.3.4.5', 'ether[99999999999]', 'tcp port nosuchservice',
                           '%s%n%s%n'):
            self.assertIn('not understood', self.refused('bad-filter', 1, f'--filter={expression}', 'lo'))

    def test_filter_asks_no_name_server(self):
        for expression in ('host example.org', 'net example', 'gateway example.org', 'src host localhost.example'):
            self.refused('bad-filter', 1, f'--filter={expression}', 'lo')

    def test_filter_that_is_odd(self):
        for expression in ('(' * 2000 + 'tcp' + ')' * 2000, 'not ' * 1000 + 'tcp', ' + '.join('1' for _ in range(1000)) + ' < len',
                           ' and '.join(f'(ip[{i}] = 1 or tcp[{i}] = 2 or udp[{i}] = 3)' for i in range(80)),
                           ' and '.join('vlan' for _ in range(450)), ' or '.join(f'ip6 protochain {i}' for i in range(190))):
            done = run(f'--filter={expression}', 'lo')
            self.assertIn(done.returncode, (0, 1), expression)
            if done.returncode:
                self.assertRegex(done.said[-1], '^error bad-filter ')

    def test_filter_that_takes_too_long(self):
        """libpcap's optimizer takes the third power of this."""
        networks = ' or '.join(f'{i}.{j}' for i in range(1, 6) for j in range(10, 100))
        self.assertIn('too long', self.refused('bad-filter', 1, f'--filter=net {networks}', 'lo'))

    def test_standard_output_is_a_terminal(self):
        main, terminal = pty.openpty()
        done = subprocess.run([HELPER, 'lo'], stdout=terminal, stderr=subprocess.PIPE, check=False)
        os.close(terminal)
        os.close(main)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b'terminal', done.stderr)

    def test_descriptors_that_are_closed(self):
        """The packet socket must not become one of the first three."""
        with subprocess.Popen(['sh', '-c', 'exec "$0" lo 0>&- 2>&-', HELPER], stdout=subprocess.PIPE) as process:
            self.assertEqual(len(process.stdout.read(24)), 24)
            self.assertEqual([os.readlink(f'/proc/{process.pid}/fd/{fd}') for fd in (0, 2)], ['/dev/null'] * 2)
            process.terminate()
            self.assertEqual(process.wait(rig.WAIT), 0)
        for closing in ('1>&-', '0>&- 1>&-', '1>&- 2>&-', '0>&- 1>&- 2>&-'):
            done = subprocess.run(['sh', '-c', f'exec "$0" lo {closing}', HELPER], capture_output=True, timeout=rig.WAIT, check=False)
            self.assertEqual(done.returncode, 2, closing)

    def test_without_a_name_of_its_own(self):
        done = subprocess.run(['sh', '-c', 'exec "$0"', HELPER], capture_output=True, check=False)
        self.assertEqual(done.returncode, 2)


def random_word(chance):
    alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789-=/.:_ "\'\\%$&*()[]<>\t\n\x01\x7fé'
    return ''.join(chance.choice(alphabet) for _ in range(chance.choice((1, 3, 8, 15, 16, 40))))


def random_argument(chance):
    interfaces = ('lo', 'any', 'eth0', 'wlan0', 'usbmon0', 'bluetooth0', 'nflog', 'nfqueue:3', 'dbus-system', 'netmap:lo', 'dpdk:0',
                  'rpcap://lo', '/etc/shadow', '../../etc/shadow', '-', '.', 'file:///etc/passwd')
    expressions = ('', 'tcp', 'udp port 53', 'host example.org', 'port https', 'ether host nobody', 'ip proto ospf', 'net loopback',
                   'tcp[0] = 1', 'vlan and ip', 'not not not tcp', '@/etc/passwd', '-F /etc/passwd', '/etc/passwd', 'less 60')
    return chance.choice((
        lambda: chance.choice(interfaces),
        lambda: 'lo',
        lambda: f'--snaplen={chance.choice((0, 64, 1500, 262144, 10 ** 12, -1, "x"))}',
        lambda: '--promiscuous',
        lambda: f'--filter={chance.choice(expressions)}',
        lambda: f'--filter={chance.choice(expressions)} {chance.choice(("and", "or", "&&", ""))} {chance.choice(expressions)}',
        lambda: f'--filter={random_word(chance)}',
        lambda: f'--control-fd={chance.choice((0, 1, 2, 3, 4, 7, 1000, 1024, 99999, -3, "x"))}',
        lambda: f'--{random_word(chance)}',
        lambda: random_word(chance)))()


def random_vector(chance):
    """Half of them could be right."""
    if chance.random() < 0.5:
        return [random_argument(chance) for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 4, 6)))]
    vector = [chance.choice(('lo', 'lo', 'any', 'eth0'))]
    while chance.random() < 0.5:
        argument = random_argument(chance)
        if argument.startswith(('--filter=', '--snaplen=', '--promiscuous')):
            vector.append(argument)
    chance.shuffle(vector)
    return vector


class OpensNothingElse(unittest.TestCase):
    """As strace sees it."""
    def faults_of(self, trace):
        for line in trace.splitlines():
            if ' +++ ' in line or ' --- ' in line:
                continue
            match = CALL.match(line)
            if match is None:
                yield f'not understood: {line}'
                continue
            call, arguments, result = match.groups()
            if call in ('open', 'openat'):
                path = re.search(r'"((?:[^"\\]|\\.)*)"', arguments).group(1)
                if not MAY_OPEN.match(path) or ('O_RDONLY' not in arguments and path != '/dev/null') or 'O_CREAT' in arguments:
                    yield line
            elif call == 'socket':
                if not arguments.startswith(('AF_NETLINK', 'AF_PACKET', 'AF_UNIX')) and result != '-1':
                    yield line
            elif call == 'bind':
                if 'AF_NETLINK' not in arguments and not re.search(r'AF_PACKET.*sll_ifindex=(if_nametoindex\("lo"\)|0)', arguments):
                    yield line
            elif call == 'sendto':
                if 'AF_NETLINK' not in arguments and 'nlmsg' not in arguments:
                    yield line
            elif call == 'execve':
                if HELPER not in arguments:
                    yield line
            else:
                yield line

    def trace(self, number, vector, folder):
        reader, writer = os.pipe()
        os.close(reader)
        path = os.path.join(folder, str(number))
        environment = {key: value for key, value in os.environ.items() if key != 'LD_LIBRARY_PATH'} # of the build
        done = subprocess.run(['strace', '-f', '-qq', '-e', TRACED, '-e', 'signal=none', '-o', path, HELPER, *vector],
                              stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE, timeout=4 * rig.WAIT, check=False,
                              env=environment)
        os.close(writer)
        with open(path, encoding='utf-8', errors='replace') as file:
            return vector, done, file.read()

    def test_random_arguments(self):
        chance = random.Random(SEED)
        vectors = [random_vector(chance) for _ in range(VECTORS)]
        results = {}
        with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(4) as pool:
            for vector, done, trace in pool.map(lambda one: self.trace(*one, folder), enumerate(vectors)):
                self.assertIn('execve', trace, (vector, done.stderr))
                self.assertIn(done.returncode, (0, 1, 2), (vector, done.stderr))
                self.assertEqual(list(self.faults_of(trace)), [], vector)
                self.assertEqual(done.returncode == 0, 'AF_PACKET' in trace and b'tls-ladder-capture: ' not in done.stderr, vector)
                results[done.returncode] = results.get(done.returncode, 0) + 1
        print('random arguments by exit status:', dict(sorted(results.items())))
        self.assertEqual(sorted(results), [0, 1, 2])

    def test_it_would_be_seen(self):
        """The judge is no blind one."""
        for line in ('12 openat(AT_FDCWD, "/etc/shadow", O_RDONLY) = 3', '12 openat(AT_FDCWD, "/dev/null", O_RDWR|O_CREAT, 0600) = 3',
                     '12 socket(AF_INET, SOCK_DGRAM, 0) = 3', '12 execve("/bin/sh", ["sh"], 0x0 /* 1 var */) = 0', '12 fork() = 13',
                     '12 bind(3, {sa_family=AF_PACKET, sll_protocol=htons(0), sll_ifindex=if_nametoindex("eth0")}, 20) = 0'):
            self.assertEqual(list(self.faults_of(line)), [line])


if __name__ == '__main__':
    print('in namespaces of', rig.enter_namespaces())
    unittest.main(argv=sys.argv[:1])
