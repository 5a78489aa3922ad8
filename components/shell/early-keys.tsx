/**
 * "/" goes to the search of a list from the first moment, before the page's own script has come; the letters typed after it
 * would be lost otherwise. The shortcuts of a register see that the key was taken.
 */
const SCRIPT = `document.addEventListener("keydown",function(e){
if(e.key!=="/"||e.metaKey||e.ctrlKey||e.altKey)return;
var t=e.target;if(t.closest&&t.closest("input:not([type=checkbox]),textarea,select,[contenteditable],[role=dialog]"))return;
try{if(localStorage.getItem("single-key-shortcuts")==="off")return}catch(_){}
var f=document.querySelector("main input[type=search]");if(f){e.preventDefault();f.focus()}})`;

export function EarlyKeys({ nonce }: { nonce: string | undefined }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file, run under the page's nonce
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: SCRIPT }} />;
}
