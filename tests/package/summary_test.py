#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
#
# Checks that tests/summary.py counts what "meson test" leaves behind, and overlooks no failure.

import json
import os
import subprocess
import sys
import tempfile

SUMMARY = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'summary.py')


def gtest(program, cases):
    """What meson keeps of a GoogleTest program: cases are (name, message of the failure, or None)."""
    text = ''
    for name, message in cases:
        inner = f'<failure message="{message}">{message}</failure>' if message else ''
        text += f'<testcase name="{name}" classname="Suite" status="run">{inner}</testcase>'
    return f'<testsuite name="tls-ladder.{program}.Suite">{text}</testsuite>'


def program(name, result='OK', status=0, output=''):
    return {'name': name, 'result': result, 'returncode': status, 'stdout': output}


def run(programs, suites):
    """The exit status of the summary, its last line, and all of it."""
    with tempfile.TemporaryDirectory() as build:
        logs = os.path.join(build, 'meson-logs')
        os.mkdir(logs)
        if programs:
            with open(os.path.join(logs, 'testlog.json'), 'w', encoding='utf-8') as file:
                file.writelines(json.dumps(one) + '\n' for one in programs)
            with open(os.path.join(logs, 'testlog.junit.xml'), 'w', encoding='utf-8') as file:
                file.write('<testsuites>' + ''.join(suites) + '</testsuites>')
        done = subprocess.run([sys.executable, SUMMARY, build], capture_output=True, text=True)
        return done.returncode, done.stdout.splitlines()[-1], done.stdout


def expect(what, got, status, last_line, contains=''):
    if got[0] == status and got[1] == last_line and contains in got[2]:
        return 0
    print(f'{what}: expected exit status {status} and "{last_line}" (with "{contains}"), got {got[0]} and:\n{got[2]}')
    return 1


def main():
    plain = '<testsuite name="tls-ladder"><testcase name="metainfo" classname="tls-ladder"/></testsuite>'
    two = gtest('bytes_test', [('One', None), ('Two', None)])
    one_bad = gtest('bytes_test', [('One', None), ('Two', 'expected 3')])
    return (
        expect('all is well', run([program('bytes_test'), program('metainfo')], [two, plain]), 0, '3 passed, 0 failed')
        + expect('a case fails', run([program('bytes_test', 'FAIL', 1)], [one_bad]), 1, '1 passed, 1 failed', 'expected 3')
        + expect('a leak at the end', run([program('bytes_test', 'FAIL', 1, 'LeakSanitizer')], [two]), 1,
                 '2 passed, 1 failed', 'LeakSanitizer')
        + expect('a crash', run([program('bytes_test', 'FAIL', -11, 'boom'), program('metainfo')], [plain]), 1,
                 '1 passed, 1 failed', 'boom')
        + expect('a plain program fails', run([program('metainfo', 'FAIL', 1, 'bad tag')], [plain]), 1,
                 '0 passed, 1 failed', 'bad tag')
        + expect('a time-out', run([program('metainfo', 'TIMEOUT', -15)], [plain]), 1, '0 passed, 1 failed', 'TIMEOUT')
        + expect('a skipped program', run([program('metainfo', 'SKIP', 77)], [plain]), 1, '0 passed, 1 failed', 'SKIP')
        + expect('nothing ran', run([], []), 1, '0 passed, 1 failed', 'no test ran'))


if __name__ == '__main__':
    sys.exit(main())
