package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// seed is that of the key: nothing that it signs is secret or lasting.
var seed = bytes.Repeat([]byte{7}, 32)

type written struct {
	Signing  string             `json:"signing"`
	Verifier string             `json:"verifier"`
	Root     tlog.Hash          `json:"root"`
	Records  []tlog.RecordProof `json:"records"` // of the first, the middle and the last record
	Trees    []tlog.TreeProof   `json:"trees"`   // from half of the tree, and from all but one
}

// write makes a log whose record i is SHA-256("record i"), with tiles, bundles and a signed
// checkpoint.
func write(f folder, size int64, name string) (*written, error) {
	records := make([][]byte, size)
	for i := range records {
		hash := sha256.Sum256([]byte(fmt.Sprintf("record %d", i)))
		records[i] = hash[:]
	}
	hashes, err := hashAll(records)
	if err != nil {
		return nil, err
	}
	if err := writeTiles(f, size, hashes); err != nil {
		return nil, err
	}
	for n := int64(0); n*width < size; n++ {
		tile := bundle(n, size)
		some := records[n*width : n*width+int64(tile.W)]
		if err := f.write(tile, join(some)); err != nil {
			return nil, err
		}
	}
	return sign(f, size, name, hashes)
}

func writeTiles(f folder, size int64, hashes stored) error {
	for _, tile := range tlog.NewTiles(height, 0, size) {
		// Go's database keeps a partial tile of every width; readers ask for the widest.
		if tile.W != width && int64(tile.W) != (size>>(height*tile.L))%width {
			continue
		}
		data, err := tlog.ReadTileData(tile, hashes)
		if err != nil {
			return err
		}
		if err := f.write(tile, data); err != nil {
			return err
		}
	}
	return nil
}

func sign(f folder, size int64, name string, hashes stored) (*written, error) {
	skey, vkey, err := note.GenerateKey(bytes.NewReader(seed), name)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, err
	}
	root, err := tlog.TreeHash(size, hashes)
	if err != nil {
		return nil, err
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", name, size, root)
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return nil, err
	}
	if err := f.writeFile("checkpoint", signed); err != nil {
		return nil, err
	}
	made := &written{Signing: skey, Verifier: vkey, Root: root}
	for _, index := range []int64{0, size / 2, size - 1} {
		proof, err := tlog.ProveRecord(size, index, hashes)
		if err != nil {
			return nil, err
		}
		made.Records = append(made.Records, proof)
	}
	for _, older := range []int64{(size + 1) / 2, max(size-1, 1)} {
		proof, err := tlog.ProveTree(size, older, hashes)
		if err != nil {
			return nil, err
		}
		made.Trees = append(made.Trees, proof)
	}
	return made, nil
}

func max(a, b int64) int64 {
	if a > b {
		return a
	}
	return b
}
