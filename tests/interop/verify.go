package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type verified struct {
	Origin  string    `json:"origin"`
	Size    int64     `json:"size"`
	Root    tlog.Hash `json:"root"`
	Records int64     `json:"records"` // shown to be in the tree, one by one
	Trees   int       `json:"trees"`   // pairs of an older and a newer tree
	Unknown int       `json:"unknown"` // signatures by keys that were not given
}

// verify judges a whole log: the checkpoint's signature, every tile under its root, every
// record in the tree, and trees of many sizes as continuations of one another.
func verify(f folder, vkey, checkpoint string) (*verified, error) {
	origin, tree, unknown, err := open(checkpoint, vkey)
	if err != nil {
		return nil, err
	}
	stored, err := storedHashes(f, tree)
	if err != nil {
		return nil, err
	}
	records, err := checkRecords(f, tree, stored)
	if err != nil {
		return nil, err
	}
	trees, err := checkTrees(f, tree, stored)
	if err != nil {
		return nil, err
	}
	return &verified{origin, tree.N, tree.Hash, records, trees, unknown}, nil
}

func open(checkpoint, vkey string) (string, tlog.Tree, int, error) {
	data, err := os.ReadFile(checkpoint)
	if err != nil {
		return "", tlog.Tree{}, 0, err
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return "", tlog.Tree{}, 0, err
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return "", tlog.Tree{}, 0, err
	}
	tree, err := parseTree(opened.Text, verifier.Name())
	return verifier.Name(), tree, len(opened.UnverifiedSigs), err
}

// parseTree reads a checkpoint's text by Go's parser, which knows one origin alone.
func parseTree(text, origin string) (tlog.Tree, error) {
	rest := bytes.TrimPrefix([]byte(text), []byte(origin+"\n"))
	if len(rest) == len(text) {
		return tlog.Tree{}, errors.New("the checkpoint is about another log")
	}
	return tlog.ParseTree(append([]byte("go.sum database tree\n"), rest...))
}

// stored are the hashes of a tree by Go's storage index.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(s)) {
			return nil, fmt.Errorf("there is no hash of index %d", index)
		}
		found[i] = s[index]
	}
	return found, nil
}

// storedHashes reads every hash of a tree from its tiles, each authenticated by the root.
func storedHashes(f folder, tree tlog.Tree) (stored, error) {
	indexes := make([]int64, tlog.StoredHashCount(tree.N))
	for i := range indexes {
		indexes[i] = int64(i)
	}
	hashes, err := tlog.TileHashReader(tree, f).ReadHashes(indexes)
	if err != nil {
		return nil, err
	}
	root, err := tlog.TreeHash(tree.N, stored(hashes))
	if err == nil && root != tree.Hash {
		err = errors.New("the hashes of the tiles do not give the root")
	}
	return hashes, err
}

func checkRecords(f folder, tree tlog.Tree, hashes stored) (int64, error) {
	records, err := f.records(tree.N)
	if err != nil {
		return 0, err
	}
	for i, record := range records {
		proof, err := tlog.ProveRecord(tree.N, int64(i), hashes)
		if err != nil {
			return 0, err
		}
		leaf := tlog.RecordHash(record)
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), leaf); err != nil {
			return 0, fmt.Errorf("record %d: %v", i, err)
		}
	}
	// And the same tree again from nothing but the records.
	again, err := hashAll(records)
	if err != nil {
		return 0, err
	}
	for i := range hashes {
		if again[i] != hashes[i] {
			return 0, fmt.Errorf("hash %d is not that of the records", i)
		}
	}
	return int64(len(records)), nil
}

func hashAll(records [][]byte) (stored, error) {
	var all stored
	for i, record := range records {
		more, err := tlog.StoredHashes(int64(i), record, all)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// checkTrees proves trees of telling sizes to continue one another. Paths to the tree of the
// checkpoint come from the tiles; of the others there need not be partial tiles any more.
func checkTrees(f folder, tree tlog.Tree, hashes stored) (int, error) {
	pairs := 0
	sizes := sizesUpTo(tree.N)
	for _, newer := range sizes {
		root, err := tlog.TreeHash(newer, hashes)
		if err != nil {
			return 0, err
		}
		var reader tlog.HashReader = hashes
		if newer == tree.N {
			reader = tlog.TileHashReader(tree, f)
		}
		for _, older := range sizes {
			if older > newer {
				break
			}
			old, err := tlog.TreeHash(older, hashes)
			if err != nil {
				return 0, err
			}
			proof, err := tlog.ProveTree(newer, older, reader)
			if err != nil {
				return 0, err
			}
			if err := tlog.CheckTree(proof, newer, root, older, old); err != nil {
				return 0, fmt.Errorf("%d to %d: %v", older, newer, err)
			}
			pairs++
		}
	}
	return pairs, nil
}

func sizesUpTo(size int64) []int64 {
	var sizes []int64
	for _, n := range []int64{1, 2, 3, 7, 255, 256, 257, 511, 513, 4096, 65535, 65536, 65537} {
		if n < size {
			sizes = append(sizes, n)
		}
	}
	return append(sizes, size)
}
