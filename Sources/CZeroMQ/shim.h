// libzmq: sockets of the Jupyter transport; and what Glibc's module leaves out: eventfd, which wakes the thread that polls the sockets, the descriptor that
// becomes readable when a process ends (Linux 5.3; glibc has a name for it since 2.36), and malloc_trim, which gives freed memory back.
#pragma once
#include <zmq.h>
#include <errno.h>
#include <malloc.h>
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
