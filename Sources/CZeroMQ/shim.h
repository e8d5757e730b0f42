// libzmq: sockets of the Jupyter transport.
#pragma once
#include <zmq.h>
#include <errno.h>
