#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""What the capture helper gives up before it reads a packet, and that it cannot get it back.

usage: lockdown_test.py HELPER ATTEMPTS ATTEMPTS_WITHOUT_SECCOMP

The last two are the helper, built to try to break out once it is locked in.
"""
import fcntl
import json
import os
import platform
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

import rig

HELPER, ATTEMPTS, WITHOUT_SECCOMP = sys.argv[1:4]
SETS = ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb')
NOBODY = 65534
SOMEBODY = 54321  # a user and a group of their own


def attempts(program, *arguments, **more):
    """What it tried: name -> error, or '' where it was allowed to."""
    done = subprocess.run([program, *arguments, 'lo'], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=rig.WAIT,
                          check=False, **more)
    if done.returncode != 0:
        raise AssertionError(f'{program} ended with {done.returncode}: {done.stderr}')
    return {name: error for error, name in re.findall(r'^(?:refused (?=.*: (\w+)$)|ALLOWED )(.*?)(?:: \w+)?$', done.stdout, re.M)}


class Lockdown(unittest.TestCase):
    def test_privileges_are_gone(self):
        with rig.Capture(HELPER) as capture:
            capture.begun()
            status = rig.status_of(capture.pid)
        self.assertEqual({name: int(status[name], 16) for name in SETS}, dict.fromkeys(SETS, 0))
        self.assertEqual((status['NoNewPrivs'], status['Seccomp'], status['Threads']), ('1', '2', '1'))

    def test_before_the_header_is_written(self):
        """The header is the sign that it has begun: it must not come too early."""
        for _ in range(20):
            with rig.Capture(HELPER, collect=False) as capture:
                self.assertEqual(len(os.read(capture.process.stdout.fileno(), 24)), 24)
                status = rig.status_of(capture.pid)
                self.assertEqual((int(status['CapPrm'], 16), status['NoNewPrivs'], status['Seccomp']), (0, '1', '2'))
                os.close(capture.control)

    def test_descriptors(self):
        """None that it inherited, but the three and the control descriptor; and no more can be opened."""
        resource.setrlimit(resource.RLIMIT_NOFILE, (2000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        extra = [os.open('/dev/null', os.O_RDONLY) for _ in range(40)]
        extra.append(fcntl.fcntl(extra[0], fcntl.F_DUPFD, 1500))
        with rig.Capture(HELPER, more_fds=extra) as capture:
            capture.begun()
            links = sorted(os.readlink(f'/proc/{capture.pid}/fd/{fd}').split(':')[0] for fd in os.listdir(f'/proc/{capture.pid}/fd'))
            with open(f'/proc/{capture.pid}/limits', encoding='ascii') as file:
                limits = {line[:26].strip(): line[26:].split()[:2] for line in file}
        for fd in extra:
            os.close(fd)
        self.assertEqual(links, ['/dev/null', 'pipe', 'pipe', 'pipe', 'socket', 'socket'])
        self.assertEqual(limits['Max open files'], ['4', '4'])
        self.assertEqual(limits['Max processes'], ['0', '0'])
        self.assertEqual(limits['Max core file size'], ['0', '0'])

    def test_promiscuous_only_when_asked(self):
        with rig.Veth():
            for arguments, promiscuity in ([], 0), (['--promiscuous'], 1):
                with rig.Capture(HELPER, *arguments, interface='here') as capture:
                    capture.begun()
                    link = subprocess.run(['ip', '-j', '-d', 'link', 'show', 'here'], capture_output=True, check=True)
                    self.assertEqual(json.loads(link.stdout)[0]['promiscuity'], promiscuity)

    def test_strange_environment(self):
        with rig.Capture(HELPER, env={'TL_SECRET': 'canary', 'PATH': '/bin'}) as capture:
            capture.begun()
            self.assertEqual(capture.stop()[0], 0)

    def test_nothing_can_be_done_from_inside(self):
        for arguments in ([], ['--promiscuous'], ['--filter=tcp port 443']):
            tried = attempts(ATTEMPTS, *arguments)
            self.assertEqual({name for name, error in tried.items() if not error}, set())
            self.assertEqual(set(tried.values()), {'EPERM'})
            for name in ('open to read', 'socket for packets', 'bind to another interface', 'send a frame', 'write a frame',
                         'socket for TCP', 'exec', 'fork', 'be traced', 'trace another', 'take the filter away', 'become promiscuous',
                         'order a change of the link'):
                self.assertIn(name, tried)

    @unittest.skipUnless(platform.machine() == 'x86_64', 'has one kind of system calls only')
    def test_system_calls_of_other_kinds_end_it(self):
        for snaplen, ends in ((64, {signal.SIGSYS}), (65, {signal.SIGSYS, signal.SIGSEGV})): # the latter where there is no such door
            done = subprocess.run([ATTEMPTS, f'--snaplen={snaplen}', 'lo'], stdin=subprocess.DEVNULL, capture_output=True, check=False)
            self.assertIn(-done.returncode, ends)
            self.assertNotIn(b'ALLOWED', done.stdout)

    def test_other_walls_stand_without_seccomp(self):
        tried = attempts(WITHOUT_SECCOMP)
        for name in ('socket for packets', 'socket for cooked packets', 'socket for raw IP', 'take the filter away', 'change the filter',
                     'unlock the filter', 'order a change of the link', 'be traced or dumped', 'know the environment'):
            self.assertEqual(tried[name], 'EPERM', name)
        self.assertGreater(len(tried), 10)
        # Of files Landlock takes care, where the kernel has it; seccomp does so everywhere.
        if landlock_is_there():
            for name in ('open to read', 'open to write', 'open a directory', 'make a directory', 'exec'):
                self.assertEqual(tried[name], 'EACCES', name)
        else:
            print('this kernel has no Landlock')


def landlock_is_there():
    script = 'import ctypes; print(ctypes.CDLL(None).syscall(444, None, 0, 1))'
    return int(subprocess.run([sys.executable, '-c', script], capture_output=True, text=True, check=True).stdout) > 0


class OrdinaryUser(unittest.TestCase):
    """As it is installed: the file has the capability, and who starts it has none. Only root can make such a file for others; a user
    namespace's superuser makes one that counts in it, and there is nobody else there to start it."""
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='tls-ladder-')
        os.chmod(self.folder, 0o755)
        self.addCleanup(shutil.rmtree, self.folder)
        self.program = shutil.copy(HELPER, os.path.join(self.folder, 'tls-ladder-capture'))
        os.chmod(self.program, 0o755)

    def as_somebody(self):
        """Becomes somebody else where there is anybody else, and loses the capabilities with the next program that is started."""
        if is_root():
            return ['setpriv', f'--reuid={SOMEBODY}', f'--regid={SOMEBODY}', '--clear-groups', '--inh-caps=-all']
        # Without root's magic, a program has the capabilities of its file.
        return ['setpriv', '--securebits=+noroot,+noroot_locked', '--inh-caps=-all', '--ambient-caps=-all']

    def start(self, *before, mounted=()):
        reader, writer = os.pipe()
        process = subprocess.Popen([*mounted, *self.as_somebody(), 'env', *before, self.program, f'--control-fd={writer}', 'lo'],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=[writer])
        os.close(writer)
        return process, os.fdopen(reader, encoding='ascii')

    def refused(self, *before, **more):
        process, control = self.start(*before, **more)
        with process, control:
            out, err = process.communicate(timeout=rig.WAIT)
            self.assertEqual((process.returncode, out), (3, b''), err)
            self.assertTrue(control.read().startswith('error no-permission '))

    def test_with_the_capability(self):
        subprocess.run(['setcap', 'cap_net_raw=ep', self.program], check=True)
        process, control = self.start()
        with process, control:
            self.assertEqual(len(process.stdout.read(24)), 24)
            status = rig.status_of(process.pid)
            # The bounding set takes CAP_SETPCAP to empty; with NoNewPrivs it gives nothing.
            for name in ('CapInh', 'CapPrm', 'CapEff', 'CapAmb'):
                self.assertEqual(int(status[name], 16), 0, name)
            self.assertEqual((status['NoNewPrivs'], status['Seccomp']), ('1', '2'))
            if is_root():
                self.assertEqual(status['Uid'].split(), [str(SOMEBODY)] * 4)
            process.terminate()
            self.assertEqual(process.wait(rig.WAIT), 0)

    def test_without_the_capability(self):
        self.refused()

    def test_with_another_capability(self):
        subprocess.run(['setcap', 'cap_net_bind_service=ep', self.program], check=True)
        self.refused()

    def test_from_a_sandbox(self):
        subprocess.run(['setcap', 'cap_net_raw=ep', self.program], check=True)
        self.refused('setpriv', '--no-new-privs')

    def test_on_a_file_system_without_setuid(self):
        subprocess.run(['setcap', 'cap_net_raw=ep', self.program], check=True)
        script = 'mount --bind "$0" "$0" && mount -o remount,bind,nosuid "$0" && exec "$@"'
        self.refused(mounted=['unshare', '-m', 'sh', '-c', script, self.folder])

    def test_attempts_of_an_ordinary_user(self):
        shutil.copy(ATTEMPTS, self.program)
        os.chmod(self.program, 0o755)
        subprocess.run(['setcap', 'cap_net_raw=ep', self.program], check=True)
        done = subprocess.run([*self.as_somebody(), 'env', self.program, 'lo'], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn('ALLOWED', done.stdout)
        self.assertGreater(done.stdout.count('refused'), 40)


def is_root():
    """Whether this is the machine's superuser, and not only that of a namespace."""
    with open('/proc/self/uid_map', encoding='ascii') as file:
        return os.getuid() == 0 and file.read().split() == ['0', '0', '4294967295']


class Superuser(unittest.TestCase):
    def test_becomes_nobody_where_there_is_nobody(self):
        with rig.Capture(HELPER, **({'extra_groups': [4, 24]} if is_root() else {})) as capture:
            capture.begun()
            status = rig.status_of(capture.pid)
            user = str(NOBODY if is_root() else os.getuid())
            self.assertEqual(status['Uid'].split(), [user] * 4)
            if is_root():
                self.assertEqual((status['Gid'].split(), status['Groups'].strip()), ([user] * 4, ''))


if __name__ == '__main__':
    print('in namespaces of', rig.enter_namespaces())
    print('as the superuser of', 'the machine' if is_root() else 'a user namespace')
    unittest.main(argv=sys.argv[:1])
