package change

import (
	"github.com/go-json-experiment/json"

	"throughline/graph"
)

// decodeWork reads the document of a work item.
func decodeWork(body []byte, w *graph.Work) error {
	return json.Unmarshal(body, w, json.RejectUnknownMembers(true))
}
