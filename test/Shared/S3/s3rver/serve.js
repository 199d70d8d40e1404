// S3 over a folder; says on which port of this machine it listens, and ends with its standard input.
import S3rver from 's3rver'

const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory: process.argv[2], configureBuckets: [{ name: 'photos' }] })
const { port } = await server.run()
console.log(port)
process.stdin.on('end', () => process.exit(0)).resume()
