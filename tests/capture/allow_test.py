#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
"""tools/allow-capture: what it changes, what it says, and that --undo leaves nothing behind.

usage: allow_test.py HELPER ALLOW_CAPTURE RUN

Groups, members and what was changed are written to copies of /etc and /var/lib, which stand in the place of the real ones in a mount
namespace. That, and a capability that counts for other users, takes root; without root only the refusals are tested, and it is said.
"""
import grp
import os
import pwd
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import unittest

HELPER, ALLOW, RUN = sys.argv[1:4]
MARK = 'TL_IN_COPIES'
USER, OTHER = 'ladder-a', 'ladder-b'


def run(*arguments, user=USER):
    environment = {key: value for key, value in os.environ.items() if key != 'SUDO_USER'}
    if user:
        environment['SUDO_USER'] = user
    return subprocess.run([ALLOW, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment, timeout=60,
                          check=False)


def capture_as(user, program, *groups):
    """Starts it as a user in these groups; returns its status and what it said."""
    entry = pwd.getpwnam(user)
    reader, writer = os.pipe()
    os.close(reader)
    # The capabilities are gone only once another program, env, has been started.
    become = ['setpriv', f'--reuid={entry.pw_uid}', f'--regid={entry.pw_gid}', '--inh-caps=-all',
              f'--groups={",".join(map(str, groups))}' if groups else '--clear-groups']
    done = subprocess.run([*become, 'env', program, 'lo'], stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    return done.returncode, done.stderr


def owner_and_mode(path):
    status = os.stat(path)
    return status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)


def capabilities(path):
    return subprocess.run(['getcap', path], capture_output=True, text=True, check=True).stdout.replace(path, '').strip(' =\n')


def group():
    try:
        return grp.getgrnam('tls-ladder')
    except KeyError:
        return None


def snapshot():
    """All that is written about users and groups, but for the backups that the tools make."""
    texts = []
    for name in ('/etc/passwd', '/etc/group', '/etc/shadow', '/etc/gshadow'):
        with open(name, encoding='utf-8') as file:
            texts.append(file.read())
    return texts, os.listdir('/var/lib')


class Refusals(unittest.TestCase):
    def test_not_root(self):
        """It says so, and the command; nothing is even looked at."""
        become = ['setpriv', '--reuid=54321', '--regid=54321', '--clear-groups'] if os.getuid() == 0 else []
        with open(ALLOW, encoding='utf-8') as file:
            done = subprocess.run([*become, 'bash', '-s', '--', '/somewhere/with a space'], stdin=file, capture_output=True, text=True,
                                  check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertIn("sudo tools/allow-capture '/somewhere/with a space'", done.stderr)

    def test_usage(self):
        self.assertIn('--undo', run('--help').stdout)
        self.assertEqual(run('--help').returncode, 0)
        for arguments in (['--undone'], ['a', 'b'], ['-x', 'a']):
            self.assertEqual(run(*arguments).returncode, 2)


class Root(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='tls-ladder-')
        os.chmod(self.folder, 0o755)
        self.addCleanup(shutil.rmtree, self.folder)
        self.program = self.copy('tls-ladder-capture')
        self.addCleanup(self.clean)
        self.before = snapshot()
        self.owner = owner_and_mode(self.program)

    def clean(self):
        shutil.rmtree('/var/lib/tls-ladder', ignore_errors=True)
        if group():
            subprocess.run(['groupdel', 'tls-ladder'], check=True)

    def copy(self, *path, of=HELPER):
        target = os.path.join(self.folder, *path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy(of, target)
        os.chmod(target, 0o755)
        os.chown(target, pwd.getpwnam(USER).pw_uid, pwd.getpwnam(USER).pw_gid)
        return target

    def allowed(self, *arguments, **more):
        done = run(*arguments, **more)
        self.assertEqual((done.returncode, done.stderr), (0, ''), done.stdout)
        return done.stdout

    def refused(self, word, *arguments):
        done = run(*arguments)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(word, done.stderr)
        self.assertIsNone(group())
        self.assertEqual(snapshot(), self.before)

    def test_gives_and_takes_back(self):
        said = self.allowed(self.program)
        for words in ('made the system group tls-ladder', 'cap_net_raw', f'{USER} is now in the group', 'newgrp tls-ladder', 'next login'):
            self.assertIn(words, said)
        self.assertEqual(owner_and_mode(self.program), (0, group().gr_gid, 0o750))
        self.assertEqual(capabilities(self.program), 'cap_net_raw=ep')
        self.assertEqual(group().gr_mem, [USER])
        self.assertLess(group().gr_gid, 1000)

        status, said = capture_as(USER, self.program, group().gr_gid)
        self.assertEqual((status, said), (0, 'counts received=0 dropped=0 interface_dropped=0 written=0\n'))
        # Whoever has not logged in again, and whoever is not in the group.
        self.assertIn('ermission denied', capture_as(USER, self.program)[1])
        self.assertIn('ermission denied', capture_as(OTHER, self.program)[1])

        said = self.allowed('--undo', self.program)
        for words in ('has no right any more', f'{USER} is no longer in the group', 'the group tls-ladder is gone'):
            self.assertIn(words, said)
        self.assertEqual(owner_and_mode(self.program), self.owner)
        self.assertEqual(capabilities(self.program), '')
        self.assertIsNone(group())
        self.assertEqual(snapshot(), self.before)
        self.assertEqual(capture_as(OTHER, self.program)[0], 3)

    def test_twice_is_as_once(self):
        self.allowed(self.program)
        self.assertIn('already', self.allowed(self.program))
        self.assertEqual(capabilities(self.program), 'cap_net_raw=ep')
        self.allowed('--undo', self.program)
        self.assertEqual((owner_and_mode(self.program), snapshot()), (self.owner, self.before))

    def test_two_programs_and_two_users(self):
        second = self.copy('second', 'tls-ladder-capture')
        os.chown(second, pwd.getpwnam(OTHER).pw_uid, pwd.getpwnam(OTHER).pw_gid)
        self.allowed(self.program)
        self.allowed(second, user=OTHER)
        self.assertEqual(group().gr_mem, [USER, OTHER])
        self.allowed('--undo', self.program)
        self.assertEqual(group().gr_mem, [USER, OTHER])
        self.assertEqual((capabilities(self.program), capabilities(second)), ('', 'cap_net_raw=ep'))
        self.allowed('--undo', second)
        self.assertEqual(snapshot(), self.before)

    def test_what_was_there_before_stays(self):
        subprocess.run(['groupadd', '--system', 'tls-ladder'], check=True)
        subprocess.run(['gpasswd', '-a', OTHER, 'tls-ladder'], check=True, stdout=subprocess.DEVNULL)
        before = snapshot()
        self.assertNotIn('made the system group', self.allowed(self.program))
        self.allowed('--undo', self.program)
        self.assertEqual(snapshot(), before)

    def test_members_of_others_stay(self):
        self.allowed(self.program)
        subprocess.run(['gpasswd', '-a', OTHER, 'tls-ladder'], check=True, stdout=subprocess.DEVNULL)
        self.assertIn('stays', self.allowed('--undo', self.program))
        self.assertEqual(group().gr_mem, [OTHER])

    def test_built_again(self):
        """A new file has no right; what it is like is what --undo brings back."""
        self.allowed(self.program)
        os.unlink(self.program)
        self.copy('tls-ladder-capture')
        os.chmod(self.program, 0o700)
        new = owner_and_mode(self.program)
        self.assertEqual(capabilities(self.program), '')
        self.allowed(self.program)
        self.allowed('--undo', self.program)
        self.assertEqual((owner_and_mode(self.program), snapshot()), (new, self.before))

    def test_undo_of_a_file_that_was_replaced_or_is_gone(self):
        self.allowed(self.program)
        os.unlink(self.program)
        self.copy('tls-ladder-capture')
        self.assertIn('left as it is', self.allowed('--undo', self.program))
        self.assertEqual((owner_and_mode(self.program), snapshot()), (self.owner, self.before))
        self.allowed(self.program)
        os.unlink(self.program)
        self.assertIn('not there any more', self.allowed('--undo', self.program))
        self.assertEqual(snapshot(), self.before)

    def test_undo_of_nothing(self):
        self.refused('given', '--undo', self.program)
        self.refused('given', '--undo')

    def test_undo_of_all(self):
        second = self.copy('a b', 'tls-ladder-capture')
        self.allowed(self.program)
        self.allowed(second)
        self.allowed('--undo')
        self.assertEqual((owner_and_mode(self.program), owner_and_mode(second), snapshot()), (self.owner, self.owner, self.before))
        self.assertEqual((capabilities(self.program), capabilities(second)), ('', ''))

    def test_root_without_sudo(self):
        os.chown(self.program, 0, 0)
        self.assertIn('gpasswd -a USER tls-ladder', self.allowed(self.program, user=None))
        self.assertEqual(group().gr_mem, [])
        self.allowed('--undo', self.program, user=None)
        self.assertEqual(snapshot(), self.before)

    def test_other_things_get_no_right(self):
        self.refused('there is no', os.path.join(self.folder, 'missing'))
        self.refused('is not tls-ladder-capture', self.copy('bash', of='/bin/bash'))
        self.refused('is no file', self.folder)
        script = os.path.join(self.folder, 'script', 'tls-ladder-capture')
        os.makedirs(os.path.dirname(script))
        with open(script, 'w', encoding='ascii') as file:
            file.write('#!/bin/sh\nid\n')
        self.refused('is no program', script)
        link = os.path.join(self.folder, 'link', 'tls-ladder-capture')
        os.makedirs(os.path.dirname(link))
        os.symlink('/bin/bash', link)
        self.refused('is not tls-ladder-capture', link)
        os.link(self.program, os.path.join(self.folder, 'second-name'))
        self.refused('hard links', self.program)

    def test_what_others_may_change_gets_no_right(self):
        other = pwd.getpwnam(OTHER)
        os.chmod(self.program, 0o757)
        self.refused('everybody may change', self.program)
        os.chmod(self.program, 0o775)
        os.chown(self.program, 0, other.pw_gid)
        self.refused(f'group {OTHER} may change', self.program)
        os.chown(self.program, other.pw_uid, other.pw_gid)
        os.chmod(self.program, 0o755)
        self.refused(f'belongs to {OTHER}', self.program)
        self.assertEqual((owner_and_mode(self.program), capabilities(self.program)), ((other.pw_uid, other.pw_gid, 0o755), ''))

    def test_folders_that_others_may_change(self):
        program = self.copy('upper', 'lower', 'tls-ladder-capture')
        upper, other = os.path.join(self.folder, 'upper'), pwd.getpwnam(OTHER)
        for mode, owner, of, word in ((0o777, 0, 0, 'everybody may change'), (0o775, 0, other.pw_gid, f'group {OTHER} may change'),
                                      (0o755, other.pw_uid, 0, f'belongs to {OTHER}')):
            os.chown(upper, owner, of)
            os.chmod(upper, mode)
            self.refused(word, program)
            # A link that leads there is no way around.
            link = os.path.join(self.folder, 'tls-ladder-capture-link')
            os.symlink(program, link)
            self.refused(word, link)
            os.unlink(link)

    def test_folder_with_a_list_of_access(self):
        """acl(5): the mode shows as the group's what the list allows at most."""
        program = self.copy('upper', 'tls-ladder-capture')
        entries = ((1, 7, 0xffffffff), (2, 7, pwd.getpwnam(OTHER).pw_uid), (4, 5, 0xffffffff), (16, 7, 0xffffffff), (32, 5, 0xffffffff))
        os.setxattr(os.path.dirname(program), 'system.posix_acl_access',
                    struct.pack('<I', 2) + b''.join(struct.pack('<HHI', *entry) for entry in entries))
        self.refused('list of access', program)

    def test_folders_that_are_as_good_as_private(self):
        program = self.copy('upper', 'lower', 'tls-ladder-capture')
        upper, user = os.path.join(self.folder, 'upper'), pwd.getpwnam(USER)
        for mode, owner, of in ((0o1777, 0, 0), (0o775, user.pw_uid, user.pw_gid)):
            os.chown(upper, owner, of)
            os.chmod(upper, mode)
            self.allowed(program)
            self.allowed('--undo', program)
        self.assertEqual(snapshot(), self.before)

    def test_folders_of_a_group_of_the_system(self):
        """As /usr/local is here and there: it depends on who is in the group."""
        program = self.copy('upper', 'tls-ladder-capture')
        upper = os.path.dirname(program)
        subprocess.run(['groupadd', '--system', 'ladder-staff'], check=True)
        self.addCleanup(subprocess.run, ['groupdel', 'ladder-staff'], check=True)
        self.before = snapshot()
        os.chown(upper, 0, grp.getgrnam('ladder-staff').gr_gid)
        os.chmod(upper, 0o2775)
        self.allowed(program)
        self.allowed('--undo', program)
        subprocess.run(['gpasswd', '-a', OTHER, 'ladder-staff'], check=True, stdout=subprocess.DEVNULL)
        self.before = snapshot()
        self.refused('group ladder-staff may change', program)

    def test_undo_follows_no_link(self):
        """The owner of the folder puts a link to a program of root's there, and would become its owner."""
        target = self.copy('system', 'tls-ladder-capture')
        os.chown(target, 0, 0)
        subprocess.run(['setcap', 'cap_net_raw=ep', target], check=True)
        before = owner_and_mode(target)
        for arguments in ([], [self.program]):
            self.allowed(self.program)
            os.unlink(self.program)
            os.symlink(target, self.program)
            run('--undo', *arguments)
            self.assertEqual((owner_and_mode(target), capabilities(target)), (before, 'cap_net_raw=ep'))
            os.unlink(self.program)
            self.copy('tls-ladder-capture')
            run('--undo')
        self.assertEqual(snapshot(), self.before)

    def tree(self):
        """A source tree whose build does nothing; returns what tools/run says in it, on standard error."""
        tools, commands = os.path.join(self.folder, 'a tree', 'tools'), os.path.join(self.folder, 'commands')
        for name in (os.path.join(tools, 'deps'), os.path.join(commands, 'meson'), os.path.join(commands, 'ninja'),
                     os.path.join(self.folder, 'a tree', 'build', 'installed', 'bin', 'tls-ladder-cli')):
            os.makedirs(os.path.dirname(name), exist_ok=True)
            with open(name, 'w', encoding='ascii') as file:
                file.write('#!/bin/sh\n')
            os.chmod(name, 0o755)
        for folder in ('samples', 'app/data'):
            os.makedirs(os.path.join(self.folder, 'a tree', folder))
        shutil.copy(RUN, tools)
        with open(os.path.join(self.folder, 'a tree', 'build', 'build.ninja'), 'w', encoding='ascii'):
            pass
        with open(os.path.join(self.folder, 'a tree', 'build', '.place'), 'w', encoding='ascii') as file:
            file.write(os.path.join(self.folder, 'a tree'))
        environment = {'PATH': f'{commands}:{os.environ["PATH"]}'}
        return lambda: subprocess.run([os.path.join(tools, 'run'), 'capture.pcap'], env=environment, capture_output=True, text=True,
                                      check=True).stderr

    def test_run_tells_of_a_right_that_was_lost(self):
        tools_run = self.tree()
        path = ('a tree', 'build', 'installed', 'libexec', 'tls-ladder', 'tls-ladder-capture')
        program = self.copy(*path)
        words = 'sudo ' + os.path.join(self.folder, 'a\\ tree', 'tools', 'allow-capture')
        self.assertNotIn(words, tools_run())
        self.allowed(program)
        self.assertNotIn(words, tools_run())
        os.unlink(program)
        self.copy(*path)
        self.assertIn(words, tools_run())
        self.allowed(program)
        self.assertNotIn(words, tools_run())
        self.allowed('--undo', program)
        self.assertNotIn(words, tools_run())

    def mount(self, *arguments):
        place = os.path.join(self.folder, 'mounted')
        os.makedirs(place)
        subprocess.run(['mount', *arguments, 'none', place], check=True)
        self.addCleanup(subprocess.run, ['umount', place], check=True)
        return self.copy('mounted', 'tls-ladder-capture')

    def test_nosuid(self):
        program = self.mount('-t', 'tmpfs', '-o', 'nosuid')
        self.refused('nosuid', program)
        self.assertEqual((owner_and_mode(program), capabilities(program)), (self.owner, ''))

    def test_file_system_without_capabilities(self):
        program = self.mount('-t', 'ramfs')
        done = run(program)
        self.assertEqual(done.returncode, 1)
        self.assertIn('knows no capabilities', done.stderr)
        self.assertEqual(owner_and_mode(program), self.owner)


def enter_copies():
    """Goes on in namespaces where /etc and /var/lib are copies, with two users more, and "lo" is up."""
    if MARK in os.environ:
        for command in (['ip', 'link', 'set', 'lo', 'up'], ['useradd', '-M', '-U', USER], ['useradd', '-M', '-U', OTHER]):
            subprocess.run(command, check=True)
        return
    os.environ[MARK] = 'yes'
    script = '''
set -e
copies=$(mktemp -d)
mount -t tmpfs none "$copies"
mkdir "$copies/etc" "$copies/lib"
cp -a /etc/. "$copies/etc"
mount --bind "$copies/etc" /etc
mount --bind "$copies/lib" /var/lib
umount -l "$copies"
rmdir "$copies"
exec "$@"
'''
    os.execvp('unshare', ['unshare', '-mn', 'sh', '-c', script, 'sh', sys.executable, *sys.argv])


if __name__ == '__main__':
    if os.getuid() == 0:
        enter_copies()
    else:
        print('NOT TESTED: what tools/allow-capture does as root. Run this as root.')
        del Root
    unittest.main(argv=sys.argv[:1])
