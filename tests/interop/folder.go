package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

// A folder holds the files of a log in the layout of C2SP's tlog-tiles. It is a
// tlog.TileReader, and a place for tiles to be written to.
type folder string

func (f folder) Height() int { return height }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for i, tile := range tiles {
		data, err := f.read(tile)
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", pathOf(tile), len(data))
		}
		found[i] = data
	}
	return found, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// read gives the bytes of a tile; where a partial one was cleared away, the beginning of the
// full one, as tlog-tiles asks of readers.
func (f folder) read(tile tlog.Tile) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(string(f), pathOf(tile)))
	if tile.W == width || !errors.Is(err, os.ErrNotExist) {
		return data, err
	}
	whole := tile
	whole.W = width
	data, err = os.ReadFile(filepath.Join(string(f), pathOf(whole)))
	if err != nil {
		return nil, err
	}
	if tile.L < 0 {
		records, err := split(data, width)
		return join(records[:min(tile.W, len(records))]), err
	}
	return data[:min(tile.W*tlog.HashSize, len(data))], nil
}

func (f folder) write(tile tlog.Tile, data []byte) error {
	return f.writeFile(pathOf(tile), data)
}

func (f folder) writeFile(name string, data []byte) error {
	path := filepath.Join(string(f), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o600)
}

// records reads the entries of a log of this size from its bundles.
func (f folder) records(size int64) ([][]byte, error) {
	var all [][]byte
	for n := int64(0); n*width < size; n++ {
		tile := bundle(n, size)
		data, err := f.read(tile)
		if err != nil {
			return nil, err
		}
		some, err := split(data, tile.W)
		if err != nil {
			return nil, fmt.Errorf("%s: %v", pathOf(tile), err)
		}
		all = append(all, some...)
	}
	return all, nil
}

// bundle is the n'th entry bundle as it is in a log of this size.
func bundle(n, size int64) tlog.Tile {
	return tlog.Tile{H: height, L: -1, N: n, W: min(width, int(size-n*width))}
}

func pathOf(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}

// split takes a bundle apart: each record has its length before it, two bytes.
func split(data []byte, count int) ([][]byte, error) {
	var records [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("the bundle ends within a record")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		records = append(records, data[2:end])
		data = data[end:]
	}
	if len(records) != count {
		return nil, fmt.Errorf("the bundle has %d records, not %d", len(records), count)
	}
	return records, nil
}

func join(records [][]byte) []byte {
	var data []byte
	for _, record := range records {
		data = append(data, byte(len(record)>>8), byte(len(record)))
		data = append(data, record...)
	}
	return data
}

func min(a, b int) int {
	if a < b {
		return a
	}
	return b
}
