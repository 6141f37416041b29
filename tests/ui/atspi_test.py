# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The TLS Ladder authors
#
# From outside, as a screen reader sees it: opens a sample, finds the steps of the ladder, activates one, finds its fields.
#
# usage: atspi_test.py PROGRAM CAPTURE

import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 30  # seconds: a machine may be busy


def everything(root):
    """All accessible objects in root, each before those in it."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node is None:
            continue
        yield node
        try:
            stack.extend(node.get_child_at_index(i) for i in reversed(range(node.get_child_count())))
        except GLib.Error:
            pass  # it has gone while we looked


def name_of(node):
    try:
        return node.get_name() or ""
    except GLib.Error:
        return ""


def wait_for(what, look):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"not there: {what}")


def application(pid):
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(i)
        if child is not None and child.get_process_id() == pid:
            return child
    return None


def named(root, beginning):
    return next((node for node in everything(root) if name_of(node).startswith(beginning)), None)


def activate(node):
    assert node.get_n_actions() > 0, f"nothing can be done with {name_of(node)}"
    node.do_action(0)


def check(process, root):
    wait_for("the window", lambda: named(root, "tls12-ecdhe.pcap"))
    wait_for("the conversation", lambda: named(root, "example.test, TLS 1.2, established"))
    wait_for("the list of conversations", lambda: named(root, "Conversations"))

    hello = wait_for("ServerHello on the ladder", lambda: named(root, "ServerHello"))
    for title in ("ClientHello", "Certificate", "ServerKeyExchange", "ServerHelloDone", "ClientKeyExchange", "ChangeCipherSpec"):
        assert named(root, title), f"{title} is not on the ladder"

    activate(hello)
    wait_for("the fields of ServerHello", lambda: named(root, "cipher_suite: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"))
    wait_for("its bytes", lambda: named(root, "Bytes: 65 in all"))
    wait_for("its explanation", lambda: named(root, "RFC "))

    nameless = [
        node.get_role_name()
        for node in everything(root)
        if node.get_state_set().contains(Atspi.StateType.FOCUSABLE)
        and node.get_state_set().contains(Atspi.StateType.SHOWING)
        and node.get_role() in (Atspi.Role.PUSH_BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.LIST, Atspi.Role.LIST_ITEM)
        and not name_of(node)
    ]
    assert not nameless, f"without a name: {nameless}"
    assert process.poll() is None, "the program has ended"


def main():
    program, capture = sys.argv[1:]
    process = subprocess.Popen([program, capture])
    try:
        root = wait_for("the program", lambda: application(process.pid))
        check(process, root)
        print("1 passed, 0 failed")
    finally:
        process.terminate()
        process.wait()


main()
