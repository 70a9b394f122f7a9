package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Described is the description of the surface before it is written down.
func Described() *huma.OpenAPI { return new(Server).routes(http.NewServeMux()).OpenAPI }

// SchemaName is the name of the schema of a kind's fields.
var SchemaName = schemaName
