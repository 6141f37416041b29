#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
#
# Builds a MIME database of nothing but our own file, and asks it for the type of captures, by name and by
# content.

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

SPACE = '{http://www.freedesktop.org/standards/shared-mime-info}'
PCAPNG = bytes.fromhex('0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffff ffffffff 1c000000')
PCAP = bytes.fromhex('d4c3b2a1 02000400 00000000 00000000 00000400 01000000')


def type_of(path, environment):
    output = subprocess.run(['gio', 'info', '-a', 'standard::content-type', path], check=True,
                            capture_output=True, text=True, env=environment).stdout
    return output.split('standard::content-type:')[1].split()[0]


def check(directory, data_home):
    """Yields what is wrong."""
    environment = dict(os.environ, XDG_DATA_HOME=data_home, XDG_DATA_DIRS=data_home, LC_ALL='C.UTF-8')
    for name, content, expected in (
            ('by-name.pcapng', bytes (64), 'application/x-pcapng'),
            ('by-content-ng', PCAPNG, 'application/x-pcapng'),
            ('by-name.pcap', bytes (64), 'application/vnd.tcpdump.pcap'),
            ('by-content', PCAP, 'application/vnd.tcpdump.pcap')):
        path = os.path.join(directory, name)
        with open(path, 'wb') as file:
            file.write(content)
        found = type_of(path, environment)
        if found != expected:
            yield f'{name} is {found}, not {expected}'


def main(mime_file):
    types = [element.get('type') for element in ET.parse(mime_file).getroot().iter(SPACE + 'mime-type')]
    faults = [] if 'application/x-pcapng' in types else ['application/x-pcapng is not described']
    with tempfile.TemporaryDirectory() as directory:
        packages = os.path.join(directory, 'share', 'mime', 'packages')
        os.makedirs(packages)
        shutil.copy(mime_file, os.path.join(packages, 'tls-ladder.xml'))
        subprocess.run(['update-mime-database', os.path.dirname(packages)], check=True, env=dict(os.environ, XDG_DATA_HOME=os.path.join(directory, 'share')))
        faults += check(directory, os.path.join(directory, 'share'))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
