// libzmq: sockets of the Jupyter transport; eventfd, which Glibc's module leaves out: what wakes the thread that polls them.
#pragma once
#include <zmq.h>
#include <errno.h>
#include <sys/eventfd.h>
