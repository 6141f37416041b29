#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
#
# Installs the build into a staging folder and looks whether everything that a desktop needs is there. When the
# prefix lies in the build directory (as tools/test has it) it installs there too, and starts the programs.

import os
import subprocess
import sys
import tempfile

# What must be there, below the prefix.
FILES = [
    'bin/tls-ladder',
    'bin/tls-ladder-cli',
    'libexec/tls-ladder/tls-ladder-capture',
    'share/applications/{id}.desktop',
    'share/metainfo/{id}.metainfo.xml',
    'share/glib-2.0/schemas/{id}.gschema.xml',
    'share/icons/hicolor/scalable/apps/{id}.svg',
    'share/icons/hicolor/symbolic/apps/{id}-symbolic.svg',
    'share/mime/packages/{id}.xml',
    'share/locale/de/LC_MESSAGES/tls-ladder.mo',
    'share/man/man1/tls-ladder.1',
    'share/man/man1/tls-ladder-cli.1',
    'share/man/man8/tls-ladder-capture.8',
    'share/tls-ladder/samples/tls13.pcap',
    'share/tls-ladder/samples/tls13.pcap.keylog.txt',
]


def install(build, destdir=None):
    command = ['meson', 'install', '-C', build, '--no-rebuild', '--quiet']
    if destdir:
        command += ['--destdir', destdir]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def missing(prefix, app_id):
    paths = [os.path.join(prefix, path.format(id=app_id)) for path in FILES]
    return [f'{path} was not installed' for path in paths if not os.path.isfile(path) or not os.path.getsize(path)]


def samples_are_there(build, prefix):
    """Every sample of the source tree is where the installed programs look for it."""
    folder = os.path.join(prefix, 'share', 'tls-ladder', 'samples')
    with open(os.path.join(build, 'config.h'), encoding='utf-8') as file:
        if f'#define TL_SAMPLESDIR "{folder}"' not in file.read():
            yield f'the programs do not look for samples in {folder}'
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'samples')
    for name in sorted(os.listdir(source)):
        if '.pcap' in name and not os.path.exists(os.path.join(folder, name)):
            yield f'the sample {name} was not installed'


def run(command, environment):
    return subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def programs_work(build, prefix, app_id):
    # As on a bare system: nothing but what was installed.
    environment = {
        'PATH': os.environ['PATH'], 'HOME': build, 'LC_ALL': 'C.UTF-8', 'GSETTINGS_BACKEND': 'memory',
        'XDG_DATA_DIRS': os.path.join(prefix, 'share'), 'TZ': 'UTC',
    }
    sample = os.path.join(prefix, 'share', 'tls-ladder', 'samples', 'tls13.pcap')
    shown = run([os.path.join(prefix, 'bin', 'tls-ladder-cli'), sample], environment)
    if shown.returncode != 0 or 'ClientHello' not in shown.stdout:
        yield f'tls-ladder-cli does not show {sample}: {shown.stdout}{shown.stderr}'
    version = run([os.path.join(prefix, 'bin', 'tls-ladder'), '--version'], environment)
    if version.returncode != 0 or 'tls-ladder' not in version.stdout.lower():
        yield f'tls-ladder does not tell its version: {version.stdout}{version.stderr}'
    keys = run(['gsettings', 'list-keys', app_id], environment).stdout.split()
    if 'window-width' not in keys or 'speed' not in keys:
        yield f'the settings were not found: {keys}'
    kind = run(['gio', 'info', '-a', 'standard::content-type', sample], environment).stdout
    if 'application/vnd.tcpdump.pcap' not in kind:
        yield f'the type of a capture is not known: {kind}'


def main(build, prefix, app_id):
    with tempfile.TemporaryDirectory() as stage:
        install(build, stage)
        faults = missing(stage + prefix, app_id)
    if os.path.commonpath([build, prefix]) == build:
        install(build)
        faults += missing(prefix, app_id)
        faults += samples_are_there(build, prefix)
        faults += programs_work(build, prefix, app_id)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:4]))
