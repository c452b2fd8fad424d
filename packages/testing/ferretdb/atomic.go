// MongoDB changes a document atomically. FerretDB 1.24 on SQLite reads it, changes it and writes it back, and loses
// updates that come at the same time (500 parallel $inc came to 9). So clients talk to it through here, where one
// command that changes documents is answered before the next is passed on. Reads go through as they come.
package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"sync"
)

const (
	headerSize   = 16
	maxMessage   = 48_000_000
	opMsg        = 2013
	moreToCome   = 1 << 1
	bodySection  = 0
	opCodeOffset = 12
)

var changing sync.Mutex

func acceptClients(front net.Listener, behind string) {
	for {
		client, err := front.Accept()
		if err != nil {
			return
		}
		go func() {
			defer client.Close()
			server, err := net.Dial("tcp", behind)
			if err != nil {
				return
			}
			defer server.Close()
			for pass(client, server) == nil {
			}
		}()
	}
}

// pass hands on one request and, if one is due, its reply.
func pass(client, server net.Conn) error {
	request, err := readMessage(client)
	if err != nil {
		return err
	}
	if changes(request) {
		changing.Lock()
		defer changing.Unlock()
	}
	if _, err := server.Write(request); err != nil {
		return err
	}
	if isOpMsg(request) && binary.LittleEndian.Uint32(request[headerSize:])&moreToCome != 0 {
		return nil
	}
	reply, err := readMessage(server)
	if err != nil {
		return err
	}
	_, err = client.Write(reply)
	return err
}

func readMessage(from io.Reader) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(from, length[:]); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(length[:])
	if size < headerSize || size > maxMessage {
		return nil, io.ErrUnexpectedEOF
	}
	message := make([]byte, size)
	copy(message, length[:])
	_, err := io.ReadFull(from, message[4:])
	return message, err
}

func isOpMsg(message []byte) bool {
	return len(message) > headerSize+4 && binary.LittleEndian.Uint32(message[opCodeOffset:]) == opMsg
}

// changes tells by the command's name, which is the first key of the body's document.
func changes(message []byte) bool {
	const section = headerSize + 4
	const firstKey = section + 1 + 4 + 1 // kind of section, length of document, type of element
	if !isOpMsg(message) || len(message) <= firstKey || message[section] != bodySection {
		return false
	}
	name, _, found := bytes.Cut(message[firstKey:], []byte{0})
	if !found {
		return false
	}
	switch string(name) {
	case "findAndModify", "update", "delete", "insert":
		return true
	}
	return false
}
