// Command interop reads and writes logs with Go's own code for transparency logs, the one
// of Go's checksum database (golang.org/x/mod/sumdb/tlog and note). The tests run it beside
// ours: each must accept what the other wrote, and refuse what the other refuses.
//
//	interop verify FOLDER VKEY [CHECKPOINT]   is every byte of a log what its checkpoint says?
//	interop write FOLDER SIZE NAME            writes a log, for ours to read
//	interop proofs                            judges proofs; JSON in, JSON out
//	interop notes                             judges signed notes; JSON in, JSON out
//
// Go's database names its tiles tile/8/L/N, and tile/8/data/N for records; C2SP's tlog-tiles
// are tile/L/N and tile/entries/N. Nothing else differs.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

func main() {
	answer, err := run(os.Args[1:])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(answer)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) (interface{}, error) {
	switch {
	case len(args) == 3 && args[0] == "verify":
		return verify(folder(args[1]), args[2], filepath.Join(args[1], "checkpoint"))
	case len(args) == 4 && args[0] == "verify":
		return verify(folder(args[1]), args[2], args[3])
	case len(args) == 4 && args[0] == "write":
		size, err := strconv.ParseInt(args[2], 10, 64)
		if err != nil {
			return nil, err
		}
		return write(folder(args[1]), size, args[3])
	case len(args) == 1 && args[0] == "proofs":
		var asked proofs
		err := read(&asked)
		return asked.judge(), err
	case len(args) == 1 && args[0] == "notes":
		var asked []signedNote
		err := read(&asked)
		return judgeNotes(asked), err
	}
	return nil, fmt.Errorf("not a command: %q", args)
}

func read(into interface{}) error {
	data, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}
