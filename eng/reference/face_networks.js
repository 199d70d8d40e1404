// Reference values of the face networks in test/reference/face_networks.json: what the package they come from answers, in Node.js.
//
//   npm install @vladmandic/face-api@1.7.15 @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
//   node eng/reference/face_networks.js > test/reference/face_networks.json
//
// The image is a face drawn by arithmetic, so that no photograph is needed: test/Shared/Faces/DrawnFace.cs draws the same.
const path = require('path');
const wasm = require('@tensorflow/tfjs-backend-wasm');
const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');

function draw(side) {
  const pixels = new Uint8Array(side * side * 3);
  const inside = (x, y, cx, cy, rx, ry) => { const u = (x - cx * side) / (rx * side), v = (y - cy * side) / (ry * side); return u * u + v * v <= 1; };
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let c = [60 + Math.floor(80 * x / side), 90 + Math.floor(60 * y / side), 140];
      if (inside(x, y, 0.5, 0.46, 0.27, 0.36)) c = [70, 45, 30]; // hair
      if (inside(x, y, 0.5, 0.52, 0.22, 0.30)) c = [224 - Math.floor(60 * Math.abs(x - side / 2) / side), 172, 138]; // skin
      for (const cx of [0.415, 0.585]) {
        if (inside(x, y, cx, 0.405, 0.06, 0.012)) c = [60, 40, 30]; // eyebrow
        if (inside(x, y, cx, 0.455, 0.045, 0.02)) c = [245, 245, 240]; // eye
        if (inside(x, y, cx, 0.455, 0.018, 0.02)) c = [50, 35, 25];
      }
      if (inside(x, y, 0.5, 0.54, 0.022, 0.06)) c = [200, 148, 116]; // nose
      if (inside(x, y, 0.5, 0.60, 0.035, 0.012)) c = [150, 95, 75];
      if (inside(x, y, 0.5, 0.68, 0.085, 0.025)) c = [170, 70, 70]; // mouth
      const noise = (x * 7919 + y * 104729) % 13 - 6;
      for (let k = 0; k < 3; k++) pixels[3 * (y * side + x) + k] = Math.max(0, Math.min(255, c[k] + noise));
    }
  }
  return faceapi.tf.tensor3d(pixels, [side, side, 3], 'int32');
}

(async () => {
  wasm.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')) + '/dist/');
  await faceapi.tf.setBackend('wasm');
  await faceapi.tf.ready();
  const models = path.dirname(require.resolve('@vladmandic/face-api/package.json')) + '/model';
  for (const name of ['ssdMobilenetv1', 'tinyFaceDetector', 'faceLandmark68Net']) await faceapi.nets[name].loadFromDisk(models);
  const boxes = (found) => found.map((d) => ({ score: d.score, box: [d.box.x, d.box.y, d.box.x + d.box.width, d.box.y + d.box.height].map((v) => v / d.imageWidth) }));
  const landmarks = await faceapi.nets.faceLandmark68Net.detectLandmarks(draw(112));
  const answer = {
    package: '@vladmandic/face-api 1.7.15, backend wasm; boxes and points as shares of the side',
    ssd: boxes(await faceapi.nets.ssdMobilenetv1.locateFaces(draw(512), { minConfidence: 0.02, maxResults: 200 })),
    tiny: boxes(await faceapi.nets.tinyFaceDetector.locateFaces(draw(416), { inputSize: 416, scoreThreshold: 0.02 })),
    landmarks: landmarks.positions.map((p) => [p.x / 112, p.y / 112]),
  };
  console.log(JSON.stringify(answer, null, 1));
})();
