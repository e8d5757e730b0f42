// libzmq: sockets of the Jupyter transport; and two descriptors that Glibc's module leaves out: eventfd, which wakes the thread that polls the sockets,
// and the one that becomes readable when a process ends (Linux 5.3; glibc has a name for it since 2.36).
#pragma once
#include <zmq.h>
#include <errno.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int process_descriptor(pid_t process) {
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, process, 0);
#else
    (void)process;
    errno = ENOSYS;
    return -1;
#endif
}
