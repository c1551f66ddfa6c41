#!/bin/bash
# Makes the bodies of the golden samples with other people's tools: gzip, openssl, base64, xxd, node.
# Run from the repository; the .json beside each body is written by `regenerate.py` and read by eye.
set -eu
cd "$(dirname "$0")"
put() { mkdir -p "$1"; cat > "$1/$2.bin"; }
urlencode() { node -e 'process.stdout.write(encodeURIComponent(require("fs").readFileSync(0,"latin1")))'; }
javahash() { node -e 'let h=0;for(const c of require("fs").readFileSync(0,"latin1"))h=(31*h+c.charCodeAt(0))|0;process.stdout.write(""+h)'; }

EVENT='[{"_track_id":-1316331402,"time":1588150000123,"type":"track","distinct_id":"9774d56d682e549c","anonymous_id":"9774d56d682e549c","event":"page_load_event_finish","lib":{"$lib":"Android","$lib_version":"4.0.1","$app_version":"12.1.2-g"},"properties":{"url":"https:\/\/kqxv7h2mzp.claims.test\/a?q=red","$model":"Redmi Note 8","$anonymization_id":"OTc3NGQ1NmQ2ODJlNTQ5Yw==","unheard_of":"0123456789abcdef0123"},"_flush_time":1588150015123}]'
DATA=$(printf %s "$EVENT" | gzip -n | base64 -w0)
CRC=$(printf %s "$DATA" | javahash)
printf 'crc=%s&gzip=1&data_list=%s' "$CRC" "$(printf %s "$DATA" | urlencode)" | put sensors android
printf 'crc=%s&gzip=1&data_list=%s' 12345 "$(printf %s "$DATA" | urlencode)" | put sensors wrong-checksum
printf 'crc=%s&gzip=1&data_list=%s' "$CRC" "$(printf %s "${DATA:0:200}" | urlencode)" | put sensors cut
for g in 9 13; do
  P=$(printf %s "$EVENT" | gzip -n | openssl enc -aes-128-cbc -K 00112233445566778899aabbccddeeff -iv 0f0e0d0c0b0a09080706050403020100 | base64 -w0)
  [ $g = 9 ] && P="[\"$P\"]" || P="\"$P\""
  J="[{\"ekey\":\"$(openssl rand -base64 128 | tr -d '\n' | head -c 172)\",\"pkv\":1,\"payloads\":$P,\"flush_time\":1588150015123}]"
  printf 'gzip=%s&data_list=%s' $g "$(printf %s "$J" | urlencode)" | put sensors "encrypted-$g"
done
WEB=$(printf %s "$EVENT" | node -e 'const e=JSON.parse(require("fs").readFileSync(0));process.stdout.write(Buffer.from(JSON.stringify(e[0])).toString("base64"))')
printf 'data=%s&ext=%s' "$(printf %s "$WEB" | urlencode)" "$(printf 'crc=%s' "$(printf %s "$WEB" | javahash)" | urlencode)" | put sensors web
printf 'data_list=%s' "$(printf %s "$EVENT" | base64 -w0 | urlencode)" | put sensors web-batch

ENVELOPE='[{"H":{"event":"onetrack_pa","app_id":"31000000285","instance_id":"0d6fb5a0-55a1-4bb2-9b4e-3c6a2f8f1d11","instance_id_type":"uuid","e_ts":1588150000123,"imei":"900150983cd24fb0d6963f7d28e17f72"},"B":{"class":"com.mi.Browser","duration":4211,"note":"kqxv7h2mzp.claims.test"}}]'
printf %s "$ENVELOPE" | put onetrack plain
printf %s "$ENVELOPE" | gzip -n | openssl enc -aes-128-ecb -K 00112233445566778899aabbccddeeff | put onetrack opaque
printf 'secretKey=%s&sign=%s' "$(openssl rand -base64 128 | tr -d '\n' | urlencode)" "$(printf x | openssl md5 -r | cut -c1-32)" | put onetrack key-exchange
printf '05-01 10:00:00.123  1234  1250 D OneTrack-Api-UploaderEngine:  payload:%s' "$ENVELOPE" | put onetrack log-line

KEY=0123456789abcdef0123456789abcdef IV=$(printf cfbsdfgsdfxccvd1 | xxd -p)
MISTAT='{"id":"a1b2c3d4","rc":"V11.0.6.0.PCOEUXM","st":"1588150015123","es":[{"e":"search","eg":"browser","ts":1588150000123,"ps":{"search_word":"kqxv7h2mzp"},"tp":"custom"}]}'
P=$(printf %s "$MISTAT" | gzip -n | openssl enc -aes-128-cbc -K $KEY -iv "$IV" | base64 -w0 | urlencode)
SID=$(printf '%s_1588150000000' $KEY | openssl enc -aes-128-cbc -K 4ef8b4ac42dbc3f95320b73ae0edbd43 -iv "$IV" | xxd -p | tr -d '\n')
printf 'ai=2882303761517406018&sv=3.0.16&pv=3.0&rg=DE&p=%s&fc=1&sid=%s&sn=%s' "$P" "$SID" "$(printf x | openssl md5 -r | cut -c1-32)" | put mistat self-made-key
printf 'ai=2882303761517406018&sv=3.0.16&pv=3.0&rg=DE&p=%s&fc=0&sid=%s&sn=%s' "$P" 4f1c2b "$(printf x | openssl md5 -r | cut -c1-32)" | put mistat negotiated-key

printf 't=miui_apps&value=%s&s=%s' "$(printf '{"_ei_":"app_open","_mod_":"browser","_app_":"com.mi.globalbrowser","imei":"900150983cd24fb0d6963f7d28e17f72","_logs_":"kqxv7h2mzp.claims.test"}' | base64 -w0 | urlencode)" "$(printf x | openssl md5 -r | cut -c1-32)" | put miui-tracks upload
OTA='{"b":"F","c":"9","d":"ginkgo_eea_global","r":"DE","l":"de_DE","v":"MIUI-V11.0.6.0.PCOEUXM","id":"6012345678","sn":"0x1a2b3c4d","options":{"zone":2,"hashId":"9f86d081884c7d65"}}'
Q=$(printf %s "$OTA" | openssl enc -aes-128-cbc -K "$(printf miuiotavalided11 | xxd -p)" -iv "$(printf 0102030405060708 | xxd -p)" | base64 -w0)
printf 'q=%s&t=&s=1' "$(printf %s "$Q" | urlencode)" | put miota request
printf %s "$Q" | put miota answer
printf 'fidNonce=%s' "$(printf '{"appModule":"com.android.updater","imei1sign":"%s","macsign":"%s","devName":"ginkgo","region":"DE","extra":{"imei1sha2":"%s"},"nonce":"a1B2c3"}' "$(printf 861234567890127 | openssl md5 -r | cut -c1-32 | tr a-f A-F)" "$(printf aabbccddeeff | openssl md5 -r | cut -c1-32)" "$(printf 861234567890127 | openssl sha256 -r | cut -c1-64)" | base64 -w0 | urlencode)" | put revoke request
printf '{"status":0,"message":"ok","version":120100,"lastmodified":1588150000,"cacheTime":86400,"keywords":["one","two"]}' | put ad-keywords answer
printf '\xc2\xfe\x00\x05\x00\x00\x01\x2c' | cat - <(printf secret | openssl enc -aes-256-ctr -K 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff -iv 00112233445566778899aabbccddeeff; head -c 160 /dev/zero | openssl enc -aes-128-ecb -nopad -K 00112233445566778899aabbccddeeff | openssl enc -aes-128-cbc -K 00112233445566778899aabbccddeeff -iv 00112233445566778899aabbccddeeff) | put mipush packet

node - <<'N'
const fs=require('fs'),z=require('zlib');
const put=(d,n,b)=>{fs.mkdirSync(d,{recursive:true});fs.writeFileSync(`${d}/${n}.bin`,b)};
const v='kqxv7h2mzp.claims.test', j=JSON.stringify({a:[1,{b:v}],t:1588150000123});
put('json','nested',JSON.stringify({outer:j,n:[true,null,'x']})); put('json','cut',j.slice(0,-5));
put('ndjson','lines',j+'\n'+j+'\n'); put('gzip','json',z.gzipSync(j)); put('gzip','wrong-crc',(()=>{const b=z.gzipSync(j);b[b.length-6]^=1;return b})());
put('gzip','cut',z.gzipSync(j+'x'.repeat(50)+Math.PI).subarray(0,-12));
put('zlib','json',z.deflateSync(j)); put('deflate','json',z.deflateRawSync(j)); put('brotli','json',z.brotliCompressSync(j));
put('base64','gzip',z.gzipSync(j).toString('base64')); put('base64url','text',Buffer.from(v+'??>>').toString('base64url'));
put('hex','text',Buffer.from(j).toString('hex')); put('percent','twice',encodeURIComponent(encodeURIComponent(j)));
put('form','fields',new URLSearchParams({a:'red shoes',b:j,c:'%41'}).toString());
put('multipart','fields','--b0undary\r\nContent-Disposition: form-data; name="note"\r\n\r\n'+v+'\r\n--b0undary\r\nContent-Disposition: form-data; name="f"; filename="holiday.txt"\r\nContent-Type: text/plain\r\n\r\nline\r\n--b0undary--\r\n');
put('xml','document','<?xml version="1.0"?><a xmlns="urn:x"><b c="one">'+v+'</b><b>two</b><!-- three --></a>');
put('plist','xml','<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>host</key><string>'+v+'</string><key>blob</key><data>'+Buffer.from(v).toString('base64')+'</data></dict></plist>');
put('utf-16','text',Buffer.from(v,'utf16le')); put('quoted-printable','text','caf=C3=A9 =3D '+v.slice(0,9)+'=\r\n'+v.slice(9));
const u=o=>Buffer.from(JSON.stringify(o)).toString('base64url'); put('jwt','token',u({alg:'HS256',typ:'JWT'})+'.'+u({sub:v,iat:1588150000})+'.'+Buffer.alloc(32,7).toString('base64url'));
const s=Buffer.from(v); put('protobuf','message',Buffer.concat([Buffer.from([8,150,1,18,s.length+4,10,s.length]),s,Buffer.from([16,1,34,3]),Buffer.from('xyz')]));
put('msgpack','map',Buffer.concat([Buffer.from([0x82,0xa1,0x61,0x92,1,0xa0+s.length]),s,Buffer.from([0xa1,0x62,0xc3])]));
put('cbor','map',Buffer.concat([Buffer.from([0xa2,0x61,0x61,0x82,1,0x60+s.length]),s,Buffer.from([0x61,0x62,0xf5])]));
const label=x=>Buffer.concat([Buffer.from([x.length]),Buffer.from(x)]);
put('dns','question',Buffer.concat([Buffer.from([0x12,0x34,1,0,0,1,0,0,0,0,0,0]),...v.split('.').map(label),Buffer.from([0,0,1,0,1])]));
put('base32','text',(()=>{const A='ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';let bits='',o='';for(const c of Buffer.from(v))bits+=c.toString(2).padStart(8,'0');for(let i=0;i<bits.length;i+=5)o+=A[parseInt(bits.slice(i,i+5).padEnd(5,'0'),2)];return o})());
put('media','image',Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==','base64'));
const sni=Buffer.from('sa.api.intl.miui.com'), ext=Buffer.concat([Buffer.from([0,0,0,sni.length+5,0,sni.length+3,0,0,sni.length]),sni]);
const hello=Buffer.concat([Buffer.from([3,3]),Buffer.alloc(32,9),Buffer.from([0,0,2,0x13,1,1,0,0,ext.length]),ext]);
put('tls','client-hello',Buffer.concat([Buffer.from([22,3,1,0,hello.length+4,1,0,0,hello.length]),hello]));
N
