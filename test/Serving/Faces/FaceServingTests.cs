using Graft.Faces;
using Graft.Runtime;
using Microsoft.Data.Sqlite;

namespace Graft.Serving.Tests;

public sealed class FaceServingTests : GalleryTests
{
    [Fact]
    public async Task Who_was_enrolled_is_identified_and_found_until_removed_and_nobody_else()
    {
        await using var service = await Start();
        Assert.Equal(200, (await service.Get("/health/ready")).Status); // without any model
        var added = await Send(service, $"{Samples}?purpose=door", Photos.Portrait);
        Assert.Equal((201, "enrolled"), (added.Status, added.Json.GetProperty("samples")[0].GetProperty("status").GetString()));
        var again = await Send(service, Samples, Photos.Portrait);
        Assert.Equal((200, "known"), (again.Status, again.Json.GetProperty("samples")[0].GetProperty("status").GetString()));
        var face = Face(await Send(service, $"{Gallery}/identify", Photos.Portrait));
        Assert.Equal(("match", "Tom"), (face.GetProperty("outcome").GetString(), face.GetProperty("name").GetString()));
        Assert.InRange(face.GetProperty("distance").GetDouble(), 0, 1e-3);
        var collage = await Send(service, $"{Gallery}/identify", Photos.Collage);
        var strangers = collage.Json.GetProperty("images")[0].GetProperty("faces").EnumerateArray().ToList();
        Assert.InRange(strangers.Count, 20, 24);
        Assert.Equal(Enumerable.Range(1, strangers.Count), strangers.Select(one => one.GetProperty("face").GetInt32()));
        Assert.Equal(strangers.OrderBy(one => one.GetProperty("box")[0].GetDouble()), strangers);
        Assert.DoesNotContain(strangers, one => one.GetProperty("outcome").GetString() == "match");
        Assert.Equal(["Tom"], await Found(service, "search", Photos.Portrait));
        Assert.Equal([], await Found(service, "search", Photos.Collage)); // nobody is an empty list
        Assert.Equal(["Tom"], await Found(service, "search?all=true", Photos.Collage));
        Assert.Equal("door", (await service.Get($"{Gallery}/persons")).Json.GetProperty("persons")[0].GetProperty("purpose").GetString());
        Assert.Equal(1, (await service.Get(Gallery)).Json.GetProperty("persons").GetInt32());
        Assert.Contains("its author's setting", (await service.Get("/v1/galleries")).Json.GetProperty("galleries")[0].GetProperty("evidence").GetString());

        var slash = $"{Gallery}/persons/{Uri.EscapeDataString("A/B Müller")}";
        Assert.Equal(201, (await Send(service, $"{slash}/samples", Photos.Other)).Status);
        Assert.Equal(["A/B Müller", "Tom"], (await service.Get($"{Gallery}/persons")).Json.GetProperty("persons").EnumerateArray()
            .Select(person => person.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(200, (await Delete(service, slash)).Status);
        Assert.Equal(200, (await Delete(service, $"{Gallery}/persons/Tom")).Status);
        (await Delete(service, $"{Gallery}/persons/Tom")).Problem(404, "no-person");
        Assert.Equal("unknown", Face(await Send(service, $"{Gallery}/identify", Photos.Portrait)).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task What_cannot_be_enrolled_or_compared_is_refused_with_what_was_measured()
    {
        await using var service = await Start();
        (await Send(service, Samples, Nobody)).Problem(422, "no-face");
        Assert.Contains("faces", (await Send(service, Samples, Photos.Collage)).Problem(422, "face-refused").GetProperty("detail").GetString());
        var both = (await Send(service, Samples, Nobody, Photos.Collage)).Problem(422, "face-refused").GetProperty("detail").GetString()!;
        Assert.Contains("0.jpg: ", both);
        Assert.Contains("1.jpg: ", both);
        (await service.Post(Samples, TestService.Raw("no image"u8.ToArray()))).Problem(415, "not-an-image");
        (await Send(service, $"{Samples}?expires=soon", Photos.Portrait)).Problem(400, "bad-request");
        (await Send(service, $"{Samples}?expires=2020-01-01", Photos.Portrait)).Problem(400, "bad-request");
        (await Send(service, $"{Samples}?purpse=door", Photos.Portrait)).Problem(400, "bad-request");
        (await Send(service, $"{Gallery}/persons/%20/samples", Photos.Portrait)).Problem(400, "bad-request");
        (await Send(service, "/v1/galleries/other/identify", Photos.Portrait)).Problem(404, "no-gallery");
        (await Send(service, "/v1/faces/compare", Photos.Portrait)).Problem(400, "bad-request");
        (await Send(service, $"{Gallery}/search", Nobody)).Problem(422, "no-face");
        await StatusTests.Settled(service);
        var same = (await Send(service, "/v1/faces/compare", Photos.Portrait, Photos.Portrait)).Json;
        Assert.Equal("match", same.GetProperty("decision").GetString());
        Assert.Equal(1, same.GetProperty("first").GetProperty("facesFound").GetInt32());
        var many = (await Send(service, "/v1/faces/compare", Photos.Portrait, Photos.Collage)).Json;
        Assert.InRange(many.GetProperty("second").GetProperty("facesFound").GetInt32(), 20, 24);
        var none = (await Send(service, "/v1/faces/compare", Photos.Portrait, Nobody)).Json;
        Assert.Equal("undecided", none.GetProperty("decision").GetString());
        Assert.Contains("no face is found on 1.jpg", none.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_fault_of_one_gallery_is_not_told_as_the_absence_of_another()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file cannot be removed.");
        Make();
        using var analyzer = FaceAnalyzer.Open();
        FaceGallery.Create(Folder["other.faces"], analyzer.Contract).Dispose();
        await using var service = await TestService.Start(new ServeSettings
        {
            Galleries = [Folder["staff.faces"], Folder["other.faces"]],
            Limits = TestService.Limits,
        });
        File.Delete(Folder["staff.faces"]);
        using (var raw = new SqliteConnection($"Data Source={Folder["other.faces"]};Pooling=False"))
        {
            raw.Open();
            using var command = raw.CreateCommand();
            command.CommandText = "DROP TABLE crop; DROP TABLE sample; DROP TABLE person";
            command.ExecuteNonQuery();
        }
        (await service.Get("/v1/galleries/staff/persons")).Problem(503, "gallery-gone");
        (await service.Get("/v1/galleries/other/persons")).Problem(500, "fault");
        await StatusTests.Settled(service);
        Assert.Contains(service.Log, line => line.StartsWith("request ", StringComparison.Ordinal) && line.EndsWith(" failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Descriptors_come_only_where_they_are_asked_for_and_are_searched_by_their_contract()
    {
        await using var service = await Start();
        await Send(service, Samples, Photos.Portrait);
        Assert.False(Face(await Send(service, "/v1/faces/detect", Photos.Portrait)).TryGetProperty("descriptor", out _));
        var answer = (await Send(service, "/v1/faces/represent", Photos.Portrait));
        var descriptor = Face(answer).GetProperty("descriptor").GetRawText();
        using var analyzer = FaceAnalyzer.Open();
        Assert.Equal(analyzer.Contract.Hash, answer.Json.GetProperty("contract").GetProperty("hash").GetString());
        Assert.Equal(analyzer.Contract.Hash, answer.Header("Graft-Hash"));
        var own = analyzer.Analyze((ReadOnlyMemory<byte>)Photos.Portrait)[0].Descriptor.ToArray();
        Assert.All(own.Zip(Face(answer).GetProperty("descriptor").EnumerateArray()), pair => Assert.Equal(pair.First, pair.Second.GetSingle(), 1e-5f));
        var known = Body($$"""{"descriptor":{{descriptor}},"contract":"{{analyzer.Contract.Hash}}"}""");
        Assert.Equal(["Tom"], await Names(service.Post($"{Gallery}/search", known)));
        (await service.Post($"{Gallery}/search", Body($$"""{"descriptor":{{descriptor}},"contract":"other"}"""))).Problem(409, "other-contract");
        (await service.Post($"{Gallery}/search", Body($$"""{"descriptor":{{descriptor}}}"""))).Problem(400, "bad-request");
        (await service.Post($"{Gallery}/search", Body($$"""{"descriptor":[1,2],"contract":"{{analyzer.Contract.Hash}}"}"""))).Problem(400, "bad-request");
        (await service.Post($"{Gallery}/search", Body("{"))).Problem(400, "bad-request");
        if (OperatingSystem.IsWindows()) return;
        File.Delete(Folder["staff.faces"]);
        (await Send(service, Samples, Photos.Portrait)).Problem(503, "gallery-gone");
    }
}
