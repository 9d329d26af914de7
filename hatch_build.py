"""Builds the C kernels into the package; without a compiler the build goes on and says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

KERNELS = Path("src/beholden/_kernels")
FLAGS = ["-std=c11", "-O3", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra"]


class KernelBuildHook(BuildHookInterface[Any]):
    """Compiles ``_kernels/*.c`` into ``_kernels/_kernels.so`` with the system's C compiler."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - interface
        """Runs before the wheel (editable or not) is put together."""
        folder = Path(self.root) / KERNELS
        target = folder / "_kernels.so"
        compiler = shutil.which(os.environ.get("CC", "cc")) or shutil.which("gcc")
        if os.environ.get("BEHOLDEN_NO_KERNELS") or compiler is None:
            target.unlink(missing_ok=True)
            self.app.display_warning(
                "No C compiler: hashing and searching will use numpy. Results are the same; "
                "hashing is several times slower. Install gcc and reinstall to build the kernels."
            )
            return
        unfinished = target.with_suffix(".so.new")
        command = [compiler, *FLAGS, "-o", str(unfinished), *map(str, sorted(folder.glob("*.c")))]
        result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed command
        if result.returncode != 0:
            unfinished.unlink(missing_ok=True)
            sys.stderr.write(result.stderr)
            self.app.display_warning("The C kernels did not compile (see above); numpy is used.")
            return
        unfinished.replace(target)
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
