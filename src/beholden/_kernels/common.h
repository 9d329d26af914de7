/* Shared by all kernels: what is exported, and which processors get their own version. */
#ifndef BEHOLDEN_COMMON_H
#define BEHOLDEN_COMMON_H

#include <stdint.h>
#include <stddef.h>

#define BH_EXPORT __attribute__((visibility("default")))

/* The same C source compiled for several processors; the loader picks at run time. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) && !defined(__clang__)
#define BH_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define BH_CLONES
#endif

#endif
