# SPDX-License-Identifier: GPL-2.0
"""Numbered streams between endpoints, and what became of each packet.

One thread sends for all streams, a packet each and then a breath, as fast as
the machine lets it, and reads what has come. The test changes things meanwhile
and marks where it did: what a stream had sent when a command ended, and what of
it had arrived when the command began. What lies between was in flight. Nothing
depends on how fast anything is.
"""
import os
import socket
import struct
import subprocess
import threading
import time

from pkt import TIMEOUT, Failure, check_eq, fail, netns

# A processor for the packets, which so keep their order, and those for commands.
CPUS = sorted(os.sched_getaffinity(0))
FOR_PACKETS, FOR_COMMANDS = {CPUS[0]}, set(CPUS[1:] or CPUS)

FLOW = 25           # packets of each stream before and after each change
BREATH = 0.001      # seconds; with what a round costs, 300 to 800 rounds a second


def run(*words):
    """A command that must succeed."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        fail("%s: %s" % (" ".join(words), done.stderr.strip()))
    return done.stdout


class Stream:
    """Datagrams from an endpoint to an address that one or more may have."""

    def __init__(self, name, source, address, places, port, broadcast=False):
        self.name, self.target = name, (address, port)
        self.sent = self.arrived = 0
        self.got = {}               # number: the places where it arrived, in order
        self.late = 0               # arrived behind a higher number
        self.places = []
        with netns(source):
            self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, int(broadcast))
        for place in places:
            with netns(place):
                sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
                sock.bind(("", port))
                sock.setblocking(False)
                self.places.append(sock)

    def tick(self):
        """Send one."""
        try:
            self.sock.sendto(struct.pack("!Q", self.sent) + bytes(92), self.target)
        except OSError as error:
            fail("%s: sending: %s" % (self.name, error))
        self.sent += 1

    def read(self):
        """All that has come."""
        for place, sock in enumerate(self.places):
            while True:
                try:
                    number, = struct.unpack_from("!Q", sock.recv(2048))
                except BlockingIOError:
                    break
                self.got.setdefault(number, []).append(place)
                if number < self.arrived:
                    self.late += 1
                else:
                    self.arrived = number + 1

    def close(self):
        """No more."""
        for sock in [self.sock] + self.places:
            sock.close()

    def alive(self):
        """Did the last that was sent arrive?"""
        return self.arrived == self.sent

    def lost(self, begin=0, end=None):
        """How many of those between two numbers never arrived."""
        end = self.sent if end is None else end
        return sum(n not in self.got for n in range(begin, end))

    def at(self, place, begin=0, end=None):
        """How many of those between two numbers arrived at a place."""
        end = self.sent if end is None else end
        return sum(place in self.got.get(n, ()) for n in range(begin, end))

    def twice(self):
        """How many arrived more than once."""
        return sum(len(where) - 1 for where in self.got.values())

    def __str__(self):
        return "%s: %d sent, %d lost, %d twice, %d late" % (
            self.name, self.sent, self.lost(), self.twice(), self.late)


class Bytes:
    """A TCP connection from one endpoint to another; every byte is known."""
    PATTERN = bytes(range(251)) * 80
    PIECE = 4096

    def __init__(self, name, source, place, address, port):
        self.name = name
        self.sent = self.arrived = 0
        with netns(place):
            listener = socket.create_server(("", port))
        with netns(source):
            self.sock = socket.create_connection((address, port), TIMEOUT)
        self.place = listener.accept()[0]
        listener.close()
        self.sock.setblocking(False)
        self.place.setblocking(False)

    def tick(self):
        """Send as much as there is room for, up to a piece."""
        start = self.sent % 251
        try:
            self.sent += self.sock.send(self.PATTERN[start:start + self.PIECE])
        except BlockingIOError:
            pass

    def read(self):
        """All that has come."""
        while True:
            try:
                data = self.place.recv(16384)
            except BlockingIOError:
                return
            start = self.arrived % 251
            if data != self.PATTERN[start:start + len(data)]:
                fail("%s: not what was sent, about byte %d" % (self.name, self.arrived))
            if not data:
                fail("%s: the connection has ended" % self.name)
            self.arrived += len(data)

    def close(self):
        """No more."""
        self.sock.close()
        self.place.close()

    def alive(self):
        """Is everything there?"""
        return self.arrived == self.sent

    def __str__(self):
        return "%s: %d bytes" % (self.name, self.arrived)


class Window:
    """A change: how far each stream had arrived before it, and got until its end."""

    def __init__(self, begin, end):
        self.begin, self.end = begin, end


class Traffic:
    """Streams that run while the body of a "with" does something.

    Once that has ended, what was sent last must still arrive, but of streams
    in "ending".
    """

    def __init__(self, *streams):
        self.streams = streams
        self.ending = ()
        self.running = True
        self.error = None
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self._run)

    def _run(self):
        os.sched_setaffinity(0, FOR_PACKETS)
        try:
            while self.running:
                with self.lock:
                    for stream in self.streams:
                        stream.tick()
                    for stream in self.streams:
                        stream.read()
                time.sleep(BREATH)
        except Exception as error:      # pylint: disable=broad-except
            self.error = error

    def __enter__(self):
        os.sched_setaffinity(0, FOR_COMMANDS)
        self.thread.start()
        self.flow()
        return self

    def __exit__(self, kind, *unused):
        try:
            if not kind:
                self.flow()
        finally:
            self.running = False
            self.thread.join()
        if not kind and not self.error:
            self._settle()
        for stream in self.streams:
            print(stream)
            stream.close()
        if self.error:
            raise self.error

    def _settle(self):
        end = time.monotonic() + TIMEOUT
        waiting = [s for s in self.streams if s not in self.ending]
        while waiting and time.monotonic() < end:
            time.sleep(BREATH)
            for stream in self.streams:
                stream.read()
            waiting = [s for s in waiting if not s.alive()]
        if waiting:
            self.error = Failure("%s: the last did not arrive" % waiting[0])

    def wait(self, what, condition):
        """Until the condition holds; the streams go on."""
        end = time.monotonic() + TIMEOUT
        while not self.error:
            with self.lock:
                if condition():
                    return
            if time.monotonic() > end:
                fail("%s; %s" % (what, "; ".join(map(str, self.streams))))
            time.sleep(BREATH)
        raise self.error

    def flow(self):
        """Until every stream has sent some more."""
        goal = {s: s.sent + FLOW for s in self.streams if isinstance(s, Stream)}
        self.wait("nothing is sent", lambda: all(s.sent >= n for s, n in goal.items()))

    def flows_on(self, *streams):
        """Until of these some more has arrived that was sent from now on."""
        with self.lock:
            goal = {s: s.sent + FLOW for s in streams}
        self.wait("no more arrives", lambda: all(s.arrived >= n for s, n in goal.items()))

    def mark(self, what):
        """For each stream: how many it has "sent", or how far it has "arrived"."""
        with self.lock:
            return {s: getattr(s, what) for s in self.streams}

    def and_back(self, there, back):
        """Two changes, and the streams go on behind each: the gaps."""
        gaps = []
        for commands in there, back:
            gaps.append(self.change(*commands))
            self.flows_on(*self.streams)
        return gaps

    def change(self, *commands):
        """Run commands, each a tuple of words or a function, and go on a while."""
        begin = self.mark("arrived")
        for command in commands:
            if callable(command):
                command()
            else:
                run(*command)
        end = self.mark("sent")
        self.flow()
        return Window(begin, end)


def check_whole(*streams):
    """All that was sent arrived, once and in order."""
    for s in streams:
        check_eq((s.lost(), s.twice(), s.late), (0, 0, 0), "%s: lost, twice, late" % s.name)


def check_gap(stream, *windows):
    """The same, but for what was in flight during some changes."""
    begin = 0
    for w in windows:
        check_eq(stream.lost(begin, w.begin[stream]), 0, "%s: lost before a change" % stream.name)
        begin = w.end[stream]
    check_eq(stream.lost(begin), 0, "%s: lost after the change" % stream.name)
    check_eq((stream.twice(), stream.late), (0, 0), "%s: twice, late" % stream.name)


def check_moved(stream, old, new, window):
    """One place got what was sent before the change, the other what came after."""
    check_eq(stream.at(new, 0, window.begin[stream]), 0,
             "%s: at the new place before the change" % stream.name)
    check_eq(stream.at(old, window.end[stream]), 0,
             "%s: at the old place after the change" % stream.name)
    check_whole(stream)
