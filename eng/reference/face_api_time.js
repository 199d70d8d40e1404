// Seconds that face-api needs in Node.js from a photograph's file to its descriptors, which `bench faces --time FOLDER` shows beside ours.
//
//   npm install @vladmandic/face-api@1.7.15 @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 jpeg-js@0.4.4     in FOLDER
//   NODE_PATH=FOLDER/node_modules node eng/reference/face_api_time.js photograph.jpg [rounds]
//
// Twice: in one pass, as the package's documentation does, where small faces on large photographs are lost; and in overlapping tiles of 512 pixels, as many
// as we look at, with its own landmarks and descriptors for each tile's faces. The first round warms up and is not counted.
const fs = require('fs');
const path = require('path');
const jpeg = require('jpeg-js');
const wasm = require('@tensorflow/tfjs-backend-wasm');
const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');

const side = 512;
const step = 384;

function load(file) {
  const image = jpeg.decode(fs.readFileSync(file), { useTArray: true, maxMemoryUsageInMB: 2048, maxResolutionInMP: 200 });
  const pixels = new Uint8Array(image.width * image.height * 3);
  for (let i = 0; i < image.width * image.height; i++) for (let k = 0; k < 3; k++) pixels[3 * i + k] = image.data[4 * i + k];
  return { width: image.width, height: image.height, pixels };
}

function tile(image, left, top) {
  const pixels = new Uint8Array(side * side * 3);
  for (let y = 0; y < side && top + y < image.height; y++) {
    const start = 3 * ((top + y) * image.width + left);
    pixels.set(image.pixels.subarray(start, start + 3 * Math.min(side, image.width - left)), 3 * y * side);
  }
  return pixels;
}

async function describe(pixels, width, height) {
  const input = faceapi.tf.tensor3d(pixels, [height, width, 3], 'int32');
  const options = new faceapi.SsdMobilenetv1Options({ minConfidence: 0.5, maxResults: 200 });
  const faces = await faceapi.detectAllFaces(input, options).withFaceLandmarks().withFaceDescriptors();
  input.dispose();
  return faces.length;
}

async function onePass(file) {
  const image = load(file);
  return describe(image.pixels, image.width, image.height);
}

async function tiles(file) {
  const image = load(file);
  const places = (length) => [...Array(Math.max(1, Math.ceil((length - side) / step) + 1)).keys()].map((at) => Math.max(0, Math.min(at * step, length - side)));
  let found = 0;
  for (const top of places(image.height)) for (const left of places(image.width)) found += await describe(tile(image, left, top), side, side);
  return found;
}

(async () => {
  wasm.setWasmPaths(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')) + '/dist/');
  await faceapi.tf.setBackend('wasm');
  await faceapi.tf.ready();
  const models = path.dirname(require.resolve('@vladmandic/face-api/package.json')) + '/model';
  for (const name of ['ssdMobilenetv1', 'faceLandmark68Net', 'faceRecognitionNet']) await faceapi.nets[name].loadFromDisk(models);
  const answer = {};
  for (const [name, run] of Object.entries({ onePass, tiles })) {
    const seconds = [];
    let found = 0;
    for (let round = 0; round <= (Number(process.argv[3]) || 3); round++) {
      const start = process.hrtime.bigint();
      found = await run(process.argv[2]);
      if (round > 0) seconds.push(Number(process.hrtime.bigint() - start) / 1e9);
    }
    answer[name] = { found, seconds: seconds.sort((a, b) => a - b)[seconds.length >> 1] };
  }
  answer.megabytes = Math.round(process.resourceUsage().maxRSS / 1000);
  console.log(JSON.stringify(answer));
})();
