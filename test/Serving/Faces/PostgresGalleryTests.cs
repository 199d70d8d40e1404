using System.Text.Json;
using Graft.Faces;
using Graft.Runtime;

namespace Graft.Serving.Tests;

/// <summary>A gallery in a database, over HTTP.</summary>
public sealed class PostgresGalleryTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        PostgresServer.StopShared();
    }

    [Fact]
    public async Task A_database_is_served_by_its_address_and_one_that_does_not_answer_is_told()
    {
        var server = PostgresServer.Shared;
        using var analyzer = FaceAnalyzer.Open();
        var address = $"postgresql://graft:{Uri.EscapeDataString(PostgresServer.Password)}@127.0.0.1:{server.Port}/galleries";
        using var gallery = FaceGallery.Create(server.ConnectionString(), analyzer.Contract, new() { KeyFile = _folder["keys"] });
        float[] descriptor = [.. Enumerable.Range(0, 128).Select(i => i % 7 / 20f)];
        gallery.Enroll("Ann", [new FaceSample(descriptor, new string('c', 64))]);
        var settings = new ServeSettings { GalleryKeys = _folder["keys"], Limits = TestService.Limits };
        foreach (var (given, name) in new[] { ($"staff={address}", "staff"), (server.ConnectionString(), "galleries"), (address, "galleries") })
        {
            await using var service = await TestService.Start(settings with { Galleries = [given] });
            Assert.Equal(name, (await service.Get("/v1/galleries")).Json.GetProperty("galleries")[0].GetProperty("name").GetString());
        }
        await using (var service = await TestService.Start(settings with { Galleries = [$"staff={address}"] }))
        {
            Assert.Equal("Ann", await Nearest(service));
            gallery.Enroll("Bob", [new FaceSample(descriptor.Select(value => value + 0.01f).ToArray(), new string('d', 64))]);
            gallery.Remove("Ann");
            Assert.Equal("Bob", await Nearest(service));
            Break();
            Assert.Equal("Bob", await Nearest(service));
            server.Sql("postgres", "ALTER ROLE graft NOLOGIN");
            Break();
            for (var times = 0; times < 3; times++)
                Assert.Contains("does not answer", (await Search(service)).Problem(503, "gallery-gone").GetProperty("detail").GetString());
            (await service.Get("/v1/galleries")).Problem(503, "gallery-gone");
            var ready = (await service.Get("/health/ready")).Problem(503, "not-ready");
            Assert.Contains("The database of the gallery 'staff' does not answer", ready.GetProperty("detail").GetString());
            Assert.Equal(503, (await service.Get("/v2/health/ready")).Status);
            server.Sql("postgres", "ALTER ROLE graft LOGIN");
            for (var attempt = 0; attempt < 200 && (await service.Get("/health/ready")).Status != 200; attempt++) await Task.Delay(100);
            Assert.Equal("Bob", await Nearest(service));
            Assert.Equal(["its database answers again", "its database does not answer"], service.Log.Where(line => line.Contains("its database"))
                .Select(line => line.Split(["gallery staff: ", ", so"], StringSplitOptions.None)[1]).Order());
        }
        var failure = await Assert.ThrowsAsync<GraftException>(() => TestService.Start(settings with { Galleries = [$"staff={address}_not"] }));
        Assert.Contains("There is no database 'galleries_not'", failure.Message);
        Assert.DoesNotContain("s3cret", failure.ToString());

        Task<Answer> Search(TestService service) => service.Post("/v1/galleries/staff/search?all=true", new StringContent(
            JsonSerializer.Serialize(new { descriptor, contract = analyzer.Contract.Hash }), System.Text.Encoding.UTF8, "application/json"));

        async Task<string?> Nearest(TestService service)
        {
            var answer = await Search(service);
            Assert.DoesNotContain("s3cret", answer.Text);
            return answer.Json.GetProperty("matches")[0].GetProperty("name").GetString();
        }

        void Break() => server.Sql("galleries", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'graft'");
    }
}
