using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using Graft.Shards;

namespace Graft.ShardsS3;

/// <summary>
/// Objects of S3 and of what speaks like it. Region, credentials and another server's address are those of the SDK: AWS_REGION, AWS_ACCESS_KEY_ID, AWS_PROFILE,
/// a role of the host, AWS_ENDPOINT_URL_S3.
/// </summary>
internal sealed class S3Store : ObjectStore
{
    // What one request takes; more goes in parts.
    private const long MaxPut = 4L << 30;

    private readonly AmazonS3Client _client;

    private S3Store(AmazonS3Client client) => _client = client;

    /// <summary>Opens it; nothing is asked of a server yet.</summary>
    /// <exception cref="GraftException">Region or credentials are not known.</exception>
    public static ObjectStore Connect()
    {
        try
        {
            var config = new AmazonS3Config { MaxErrorRetry = 5, RetryMode = RequestRetryMode.Standard };
            if (Address is not null)
            {
                // Servers of one's own are reached by one name, whatever the bucket, and many keep a checksum behind the content as content.
                config.ForcePathStyle = true;
                config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
                config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
            }
            return new S3Store(new AmazonS3Client(config));
        }
        catch (AmazonClientException failure)
        {
            throw Unready(failure);
        }
    }

    private static string? Address =>
        Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3") ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL");

    public override IEnumerable<string> List(string address)
    {
        var (bucket, prefix) = Split(address);
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        do
        {
            var page = Ask(address, () => _client.ListObjectsV2Async(request));
            foreach (var found in page.S3Objects ?? [])
                if (!found.Key.EndsWith('/')) yield return $"s3://{bucket}/{found.Key}";
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    public override Stream Read(string address)
    {
        var (bucket, key) = Split(address);
        return new S3Body(address, Ask(address, () => _client.GetObjectAsync(bucket, key)).ResponseStream);
    }

    public override async Task<byte[]> ReadAll(string address)
    {
        var (bucket, key) = Split(address);
        return await AskAsync(address, async () =>
        {
            using var response = await _client.GetObjectAsync(bucket, key).ConfigureAwait(false);
            var bytes = new MemoryStream();
            await response.ResponseStream.CopyToAsync(bytes).ConfigureAwait(false);
            return bytes.ToArray();
        }).ConfigureAwait(false);
    }

    public override Stream Open(string address)
    {
        var (bucket, key) = Split(address);
        var length = Ask(address, () => _client.GetObjectMetadataAsync(bucket, key)).ContentLength;
        return new S3Ranges(length, (first, last) => Ask(address, async () =>
        {
            var request = new GetObjectRequest { BucketName = bucket, Key = key, ByteRange = new ByteRange(first, last) };
            using var response = await _client.GetObjectAsync(request).ConfigureAwait(false);
            var bytes = new MemoryStream();
            await response.ResponseStream.CopyToAsync(bytes).ConfigureAwait(false);
            return bytes.ToArray();
        }));
    }

    public override void Write(string address, string file)
    {
        var (bucket, key) = Split(address);
        using var transfer = new TransferUtility(_client);
        Ask(address, async () =>
        {
            // Small servers keep the marks of chunks as content too.
            if (Address is not null && new FileInfo(file).Length < MaxPut)
                await _client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, FilePath = file, UseChunkEncoding = false })
                    .ConfigureAwait(false);
            else await transfer.UploadAsync(new TransferUtilityUploadRequest { BucketName = bucket, Key = key, FilePath = file }).ConfigureAwait(false);
            return true;
        });
    }

    private static T Ask<T>(string address, Func<Task<T>> ask) => AskAsync(address, ask).GetAwaiter().GetResult();

    private static async Task<T> AskAsync<T>(string address, Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (AmazonS3Exception failure) when (failure.ErrorCode == "NoSuchBucket")
        {
            throw new GraftException($"There is no bucket for '{address}'.", cure: "Check the address.", inner: failure);
        }
        catch (AmazonS3Exception failure) when (failure.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            throw new FileNotFoundException($"'{address}' does not exist.", failure);
        }
        catch (AmazonS3Exception failure) when (IsOfTheObject(failure))
        {
            throw new UnauthorizedAccessException($"'{address}' is not given out: {failure.Message}", failure);
        }
        catch (Exception failure) when (failure is AmazonClientException or AmazonServiceException or HttpRequestException or IOException)
        {
            throw failure is AmazonClientException ? Unready(failure) : S3Body.Silent(address, failure);
        }
    }

    // An expired token or a wrong key is everybody's, and no object's.
    private static bool IsOfTheObject(AmazonS3Exception failure) =>
        failure.StatusCode == System.Net.HttpStatusCode.Forbidden && failure.ErrorCode is "AccessDenied" or "InvalidObjectState";

    private static (string Bucket, string Key) Split(string address)
    {
        var path = address["s3://".Length..];
        var at = path.IndexOf('/');
        var (bucket, key) = at < 0 ? (path, "") : (path[..at], path[(at + 1)..]);
        return bucket.Length > 0 ? (bucket, key) : throw new GraftException($"'{address}' names no bucket.", "An address as s3://bucket/name is expected.");
    }

    private static GraftException Unready(Exception failure) => new($"S3 cannot be asked: {failure.Message.TrimEnd('.')}.",
        "Region and credentials are those of the AWS SDK.", "Set AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.", failure)
    { ExitCode = 1 };
}
