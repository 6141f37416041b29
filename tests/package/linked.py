#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
#
# Checks that a program, and every library that it needs, keeps out the libraries of a window; with "bare" before it, GLib and what
# reads TLS, too.

import re
import subprocess
import sys

WINDOW = re.compile(r'lib(gtk|gdk|adwaita|X11|wayland|pango|cairo|gsk)', re.I)

READERS = re.compile(r'lib(glib|gobject|gio|gnutls|tasn1|brotli)', re.I)


def needed(program):
    """The libraries that the loader would open for @program, those of its libraries too."""
    output = subprocess.run(['ldd', program], check=True, capture_output=True, text=True).stdout
    return [line.split()[0] for line in output.splitlines() if line.strip()]


def main(*arguments):
    program, bare = arguments[-1], arguments[0] == 'bare'
    libraries = needed(program)
    bad = [name for name in libraries if WINDOW.search(name) or (bare and READERS.search(name))]
    for name in bad:
        print(f'{program} needs {name}, which has no place there')
    if not any(('libseccomp' if bare else 'libglib') in name for name in libraries):
        print(f'{program} does not seem to be linked as expected: {libraries}')
        return 1
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
