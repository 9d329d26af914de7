package main

import (
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// proofs are claims that others make; each verdict is empty, or says why the claim fails.
type proofs struct {
	Records []struct {
		Path  []tlog.Hash `json:"path"`
		Size  int64       `json:"size"`
		Root  tlog.Hash   `json:"root"`
		Index int64       `json:"index"`
		Leaf  tlog.Hash   `json:"leaf"`
	} `json:"records"`
	Trees []struct {
		Path    []tlog.Hash `json:"path"`
		NewSize int64       `json:"new_size"`
		NewRoot tlog.Hash   `json:"new_root"`
		OldSize int64       `json:"old_size"`
		OldRoot tlog.Hash   `json:"old_root"`
	} `json:"trees"`
}

type verdicts struct {
	Records []string `json:"records"`
	Trees   []string `json:"trees"`
}

func (p proofs) judge() verdicts {
	var said verdicts
	for _, one := range p.Records {
		err := tlog.CheckRecord(one.Path, one.Size, one.Root, one.Index, one.Leaf)
		said.Records = append(said.Records, problem(err))
	}
	for _, one := range p.Trees {
		err := tlog.CheckTree(one.Path, one.NewSize, one.NewRoot, one.OldSize, one.OldRoot)
		said.Trees = append(said.Trees, problem(err))
	}
	return said
}

type signedNote struct {
	Note []byte   `json:"note"`
	Keys []string `json:"keys"`
}

type opened struct {
	Text    []byte `json:"text"`
	Signed  int    `json:"signed"`
	Problem string `json:"problem"`
}

func judgeNotes(asked []signedNote) []opened {
	said := make([]opened, len(asked))
	for i, one := range asked {
		said[i] = judgeNote(one)
	}
	return said
}

func judgeNote(asked signedNote) opened {
	var known []note.Verifier
	for _, key := range asked.Keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return opened{Problem: err.Error()}
		}
		known = append(known, verifier)
	}
	found, err := note.Open(asked.Note, note.VerifierList(known...))
	if err != nil {
		return opened{Problem: err.Error()}
	}
	return opened{Text: []byte(found.Text), Signed: len(found.Sigs)}
}

func problem(err error) string {
	if err != nil {
		return err.Error()
	}
	return ""
}
