#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
#
# Adds up what "meson test" left in the build directories that are given. Each GoogleTest case counts, and
# each other test program counts once. Prints what failed, and "N passed, N failed" as the last line.

import json
import os
import sys
import xml.etree.ElementTree as ET

LINES_SHOWN = 60


def read_programs(build):
    """The programs that ran: name, result (OK, FAIL, ERROR, TIMEOUT …), output."""
    path = os.path.join(build, 'meson-logs', 'testlog.json')
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf-8', errors='replace') as file:
        return [json.loads(line) for line in file if line.strip()]


def read_cases(build):
    """The cases that ran, by program: (name, what went wrong, or None)."""
    path = os.path.join(build, 'meson-logs', 'testlog.junit.xml')
    cases = {}
    if not os.path.exists(path):
        return cases
    for suite in ET.parse(path).getroot().iter('testsuite'):
        # "project.program.suite" for GoogleTest, "project" for a program that is one case.
        parts = suite.get('name', '').split('.')
        for case in suite.findall('testcase'):
            program = parts[1] if len(parts) > 1 else case.get('name')
            name = f"{case.get('classname')}.{case.get('name')}" if len(parts) > 1 else case.get('name')
            cases.setdefault(program, []).append((name, find_fault(case)))
    return cases


def find_fault(case):
    for kind in ('failure', 'error'):
        faults = case.findall(kind)
        if faults:
            return '\n'.join(fault.text or fault.get('message') or kind for fault in faults)
    if case.find('skipped') is not None or case.get('status') == 'notrun':
        return 'was skipped; every test runs here'
    return None


def tail(program):
    text = (program.get('stdout') or '') + (program.get('stderr') or '')
    lines = text.rstrip().splitlines()
    if len(lines) > LINES_SHOWN:
        lines = [f'… {len(lines) - LINES_SHOWN} lines before these'] + lines[-LINES_SHOWN:]
    return '\n'.join(lines)


def report(build, name, text):
    print(f'\nFAILED {name}  ({os.path.basename(build)})')
    for line in text.splitlines():
        print('    ' + line)


def sum_up(build):
    """How many cases passed and failed in one build directory. A program that ended badly although each of
    its cases passed (a leak, a crash at the end) is one failure more."""
    passed = failed = 0
    cases = read_cases(build)
    for program in read_programs(build):
        own = cases.pop(program['name'], [])
        ok = program['result'] in ('OK', 'EXPECTEDFAIL')
        if own and own[0][0] == program['name']:
            own = []
        bad = [(name, fault) for name, fault in own if fault is not None]
        passed += len(own) - len(bad)
        failed += len(bad)
        for name, fault in bad:
            report(build, name, fault)
        if ok and not own:
            passed += 1
        if not ok and not bad:
            failed += 1
            report(build, program['name'],
                   f"{program['result']}, exit status {program['returncode']}\n{tail(program)}")
    if passed + failed == 0:
        failed = 1
        report(build, 'no test ran', '')
    return passed, failed


def main(builds):
    results = [(build, *sum_up(build)) for build in builds]
    print()
    for build, passed, failed in results:
        print(f'{os.path.basename(build)}: {passed} cases passed, {failed} failed')
    passed = sum(result[1] for result in results)
    failed = sum(result[2] for result in results)
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not results else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
