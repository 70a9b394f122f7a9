package web

import (
	"net/http"

	"throughline/web/help"
)

// Routes answers every address of the server.
func (s *Server) Routes() http.Handler {
	m := http.NewServeMux()
	s.routes(m)
	return s.sameOrigin(m)
}

// router is told addresses with their methods.
type router interface {
	Handle(pattern string, h http.Handler)
	HandleFunc(pattern string, h func(http.ResponseWriter, *http.Request))
}

// routes is every address the server answers, with its method.
func (s *Server) routes(m router) {
	m.HandleFunc("GET /{$}", s.serve(s.home))
	m.HandleFunc("POST /{$}", s.begin)
	m.HandleFunc("GET /line-of-sight", s.serve(s.sight))
	m.HandleFunc("GET /strategy", s.serve(s.strategy))
	m.HandleFunc("POST /strategy", s.publish)
	m.HandleFunc("GET /cascade", s.serve(s.cascade))
	m.HandleFunc("POST /cascade", s.pass)
	m.HandleFunc("GET /units/{id}", s.serve(s.unit))
	m.HandleFunc("POST /units/{id}", s.charters)
	m.HandleFunc("GET /initiatives/{id}", s.serve(s.initiative))
	m.HandleFunc("GET "+outcomesPath, s.serve(s.outcomes))
	m.HandleFunc("GET "+outcomesPath+"/{id}", s.serve(s.outcome))
	m.HandleFunc("POST "+outcomesPath+"/{id}", s.read)
	m.HandleFunc("GET /portfolio", s.serve(s.portfolio))
	m.HandleFunc("POST /portfolio", s.keepView)
	m.HandleFunc("GET /drift", s.serve(s.drift))
	m.HandleFunc("GET /findings", s.serve(s.findings))
	m.HandleFunc("GET /findings/{key...}", s.serve(s.finding))
	m.HandleFunc("POST /findings/{key...}", s.treat)
	m.HandleFunc("GET /records", s.serve(s.records))
	m.HandleFunc("GET /records/{kind}", s.serve(s.recordList))
	m.HandleFunc("POST /records/{kind}", s.changeMany)
	m.HandleFunc("GET /records/{kind}/{id}", s.serve(s.history))
	m.HandleFunc("GET /records/{kind}/{id}/field", s.serve(s.fieldHere))
	m.HandleFunc("POST /records/{kind}/{id}", s.setField)
	m.HandleFunc("POST /records/{kind}/{id}/remove", s.remove)
	m.HandleFunc("POST /records/{kind}/{id}/comments", s.speak)
	m.HandleFunc("GET "+owedPath, s.serve(s.owes))
	m.HandleFunc("POST "+owedPath, s.settle)
	m.HandleFunc("POST /records/proposal/{id}/confirm", s.confirm)
	m.HandleFunc("GET /new", s.serve(s.newKinds))
	m.HandleFunc("GET /new/{kind}", s.serve(s.newRecord))
	m.HandleFunc("POST /new/{kind}", s.create)
	m.HandleFunc("GET /paste/{kind}", s.serve(s.pastePage))
	m.HandleFunc("POST /paste/{kind}", s.paste)
	m.HandleFunc("POST /undo", s.undo)
	m.HandleFunc("GET "+help.Path, s.serve(s.contents))
	m.HandleFunc("GET "+help.Path+"/{guide}", s.serve(s.guide))
	m.HandleFunc("GET /search", s.search)
	m.HandleFunc("GET /events", s.events)
	m.HandleFunc("GET "+healthPath, s.health)
	m.Handle("GET /static/", s.files)
	m.HandleFunc("GET /", s.nowhere)
	switch {
	case s.door == nil:
	case s.door.IsStage():
		m.HandleFunc("GET "+playPath, s.keeps(s.players))
		m.HandleFunc("POST "+playPath, s.play)
	case s.door.Register() != nil:
		s.doors(m)
	}
}

// doors are the addresses by which people come and go, and of what they keep.
func (s *Server) doors(m router) {
	m.HandleFunc("GET "+setUpPath, s.setUpPage)
	m.HandleFunc("POST "+setUpPath, s.setUp)
	m.HandleFunc("GET "+signInPath, s.signInPage)
	m.HandleFunc("POST "+signInPath, s.signIn)
	m.HandleFunc("POST "+signOutPath, s.signOut)
	m.HandleFunc("GET "+providerPath, s.goToProvider)
	m.HandleFunc("GET "+backPath, s.comeBack)
	m.HandleFunc("GET "+invitedPath, s.invitationPage)
	m.HandleFunc("POST "+invitedPath, s.acceptInvitation)
	m.HandleFunc("GET "+resetPath, s.resetPage)
	m.HandleFunc("POST "+resetPath, s.reset)
	m.HandleFunc("GET "+newsPath, s.serve(s.news))
	m.HandleFunc("POST "+newsPath, s.readNews)
	m.HandleFunc("POST "+followPath, s.follow)
	m.HandleFunc("POST "+opensPath, s.openWith)
	m.HandleFunc("GET "+stopPath, s.stopPage)
	m.HandleFunc("POST "+stopPath, s.stop)
	m.HandleFunc("GET "+accountPath, s.keeps(s.account))
	m.HandleFunc("POST "+accountPath+"/devices", s.does(s.account, onto(accountPath+"#devices"), s.endDevices))
	m.HandleFunc("POST "+accountPath+"/password", s.does(s.account, onto(accountPath+"#password"), s.changePassword))
	m.HandleFunc("POST "+accountPath+"/identities/unlink", s.does(s.account, onto(accountPath+"#identities"), s.unlink))
	m.HandleFunc("POST "+accountPath+"/tokens", s.does(s.account, onto(accountPath+"#tokens"), s.issueToken))
	m.HandleFunc("POST "+accountPath+"/tokens/revoke", s.does(s.account, onto(accountPath+"#tokens"), s.revokeToken))
	m.HandleFunc("POST "+accountPath+"/mail", s.does(s.account, onto(accountPath+"#mail"), s.wish))
	m.HandleFunc("GET "+membersPath, s.keeps(s.members))
	m.HandleFunc("POST "+membersPath+"/invite", s.does(s.members, onto(membersPath+"#invitations"), s.invite))
	m.HandleFunc("POST "+membersPath+"/revoke", s.does(s.members, onto(membersPath+"#invitations"), s.revokeInvitation))
	m.HandleFunc("POST "+membersPath+"/role", s.does(s.members, memberPlace, s.setRole))
	m.HandleFunc("POST "+membersPath+"/person", s.does(s.members, memberPlace, s.setPerson))
	m.HandleFunc("POST "+membersPath+"/remove", s.does(s.members, onto(membersPath+"#members"), s.removeMember))
	m.HandleFunc("POST "+membersPath+"/reset", s.does(s.members, memberPlace, s.resetMember))
}

// sameOrigin refuses what a page of another origin asks to change.
func (s *Server) sameOrigin(next http.Handler) http.Handler {
	origins := http.NewCrossOriginProtection()
	origins.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "A page of another origin may not change anything here. Go to the page of this server and try again.", http.StatusForbidden)
	}))
	return origins.Handler(next)
}
