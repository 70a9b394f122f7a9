(()=>{var e=document.documentElement;e.dataset.js="";try{let t=localStorage.getItem("throughline.theme");(t==="light"||t==="dark")&&(e.dataset.theme=t)}catch{}})();
