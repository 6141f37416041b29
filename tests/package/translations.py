#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
#
# Checks each translation that po/LINGUAS names: it compiles, its formats fit those of the original, and nearly all
# of it is translated, for a window in two languages helps nobody.

import os
import re
import subprocess
import sys

ENOUGH = 0.9


def main(po):
    faults = []
    with open(os.path.join(po, 'LINGUAS'), encoding='utf-8') as file:
        languages = [word for line in file if not line.startswith('#') for word in line.split()]
    files = sorted(name[:-3] for name in os.listdir(po) if name.endswith('.po'))
    if sorted(languages) != files:
        faults.append(f'po/LINGUAS names {languages}, and there are {files}')
    for language in files:
        done = subprocess.run(['msgfmt', '-c', '--statistics', '-o', os.devnull, os.path.join(po, language + '.po')],
                              capture_output=True, text=True, env=dict(os.environ, LC_ALL='C'))
        numbers = {word: int(n) for n, word in re.findall(r'(\d+) (translated|fuzzy|untranslated)', done.stderr)}
        translated = numbers.get('translated', 0)
        if done.returncode != 0:
            faults.append(f'po/{language}.po does not compile: {done.stderr}')
        elif translated < ENOUGH * sum(numbers.values()):
            faults.append(f'po/{language}.po is not complete enough: {numbers}')
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
